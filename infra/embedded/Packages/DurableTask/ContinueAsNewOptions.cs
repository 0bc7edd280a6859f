namespace Microsoft.DurableTask;

public class ContinueAsNewOptions
{
    public ContinueAsNewOptions()
    {
    }

    public object? NewInput { get; set; }

    public string? NewVersion { get; set; }

    public bool PreserveUnprocessedEvents { get; set; } = true;
}
