using Microsoft.AspNetCore.Http;

namespace Settlement.Functions.Identity;

/// <summary>Who asks, with what they may see and do.</summary>
/// <param name="Name">The name, for the audit log.</param>
/// <param name="IsOperator">Whether they may change something.</param>
/// <param name="IsAuditor">Whether they see all parties.</param>
/// <param name="Parties">The parties whose rows they see.</param>
internal sealed record Caller(string Name, bool IsOperator, bool IsAuditor, IReadOnlySet<string> Parties)
{
    private const string Item = "Settlement.Caller";

    /// <summary>Who asks on a local host, which names nobody.</summary>
    public static Caller LocalOperator { get; } = new("operator", true, false, new HashSet<string>());

    /// <summary>Whether they see the rows of all parties.</summary>
    public bool SeesAll => IsOperator || IsAuditor;

    /// <summary>Whether they see the rows of a party.</summary>
    public bool Sees(string party) => SeesAll || Parties.Contains(party);

    /// <summary>Whether they may call a function.</summary>
    public bool May(AccessLevel level) =>
        level switch
        {
            AccessLevel.Public => true,
            AccessLevel.Reader => SeesAll || Parties.Count > 0,
            AccessLevel.Staff => SeesAll,
            AccessLevel.Operator => IsOperator,
            _ => false,
        };

    /// <summary>Who makes a request; known once it has come past <see cref="Identification"/>.</summary>
    public static Caller Of(HttpRequest request) =>
        request.HttpContext.Items[Item] as Caller
        ?? throw new InvalidOperationException("The request has not been identified; Identification must run before the function.");

    /// <summary>Remembers who makes a request.</summary>
    public void Attach(HttpContext http) => http.Items[Item] = this;
}
