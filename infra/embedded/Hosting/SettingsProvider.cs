using Microsoft.Extensions.Configuration;

namespace Functions.Embedded.Hosting;

/// <summary>A configuration source that the host fills and refills while the app is being put together.</summary>
internal sealed class SettingsProvider : ConfigurationProvider, IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public void Replace(IDictionary<string, string?> values)
    {
        Data = values;
        OnReload();
    }
}
