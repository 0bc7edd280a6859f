using Xunit.Abstractions;
using Xunit.Sdk;

namespace Settlement.Testing;

/// <summary>Tells the console what was tried; the output of a test that passes is not shown there.</summary>
public sealed class TestConsole(IMessageSink sink)
{
    public void Tell(string text) => sink.OnMessage(new DiagnosticMessage(text));
}
