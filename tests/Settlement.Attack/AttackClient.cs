using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Settlement.Attack;

/// <summary>Sends requests and counts their answers; what a client must not do, it does.</summary>
internal sealed class AttackClient : IDisposable
{
    private readonly HttpClient _http;
    private readonly Tally _tally;

    public AttackClient(Uri address, Tally tally)
    {
        _http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64, AllowAutoRedirect = false })
        {
            BaseAddress = address,
            Timeout = TimeSpan.FromMinutes(2),
        };
        _tally = tally;
    }

    public void Expect(bool isSo, string what) => _tally.Expect(isSo, what);

    public void Count(string kind, int status, TimeSpan time, string what) => _tally.Add(kind, status, time, what);

    /// <summary>Sends a request to its end.</summary>
    /// <returns>The status; 0 where the connection ended without one.</returns>
    public async Task<int> SendAsync(
        string kind,
        string method,
        string path,
        HttpContent? body,
        CancellationToken cancellationToken,
        params (string Name, string Value)[] headers
    )
    {
        var what = $"{method} {path}";
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative)) { Content = body };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        var start = TimeProvider.System.GetTimestamp();
        var status = await SendAsync(request, cancellationToken);
        _tally.Add(kind, status, TimeProvider.System.GetElapsedTime(start), what);
        return status;
    }

    /// <summary>Sends bytes as they are and waits for an answer or the end of the connection.</summary>
    /// <returns>The status; 0 where the connection ended without one.</returns>
    public async Task<int> SendRawAsync(string kind, Uri address, string text, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var status = 0;
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(address.Host, address.Port, cancellationToken);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text), cancellationToken);
            using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
            var line = await reader.ReadLineAsync(cancellationToken);
            status =
                line?.Split(' ') is [_, var code, ..] && int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var read)
                    ? read
                    : 0;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The host ended the connection.
        }
        _tally.Add(kind, status, TimeProvider.System.GetElapsedTime(start), text.Split('\r')[0]);
        return status;
    }

    public void Dispose() => _http.Dispose();

    private async Task<int> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            await using var content = await response.Content.ReadAsStreamAsync(cancellationToken);
            await content.CopyToAsync(Stream.Null, cancellationToken);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            // A server may end the connection while a body it has refused still comes.
            return 0;
        }
    }
}
