using System.Net;
using Microsoft.AspNetCore.Http;

namespace Functions.Embedded.Http;

/// <summary>What reaches this machine alone.</summary>
internal static class Loopback
{
    /// <summary>Whether a host name is one of the loopback address, whoever resolves it.</summary>
    public static bool IsName(string host)
    {
        var name = host.Trim('[', ']').TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    /// <summary>Whether only this machine reaches what listens on an address of the form <c>http://host:port</c>.</summary>
    /// <exception cref="FormatException">It is not such an address.</exception>
    public static bool IsAddress(string url)
    {
        var address = BindingAddress.Parse(url);
        return address.IsUnixPipe || address.IsNamedPipe || IsName(address.Host);
    }
}
