using Settlement.Architecture.Tests.Samples.Lower;

namespace Settlement.Architecture.Tests.Samples.Upper;

/// <summary>Uses the namespace below in the body of an asynchronous method, and nowhere else.</summary>
internal static class AwaitingUser
{
    public static async Task<int> CountAsync()
    {
        await Task.Yield();
        return Used.Count();
    }
}
