namespace Settlement.Functions.Orchestrations;

/// <summary>
/// Into how many groups the first versions of the orchestrators, and the activities that only they call, cut their work. Like them it is
/// never edited.
/// </summary>
internal static class FirstGroups
{
    public const int Count = 8;
}
