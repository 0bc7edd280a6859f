namespace Settlement.Architecture.Tests.Samples.Lower;

internal static class Used
{
    public static int Count() => 1;
}
