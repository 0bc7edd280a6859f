namespace Settlement.Reference.LossFactors;

/// <summary>A file of line loss factors in the D0265 layout, plain or zipped.</summary>
/// <param name="Name">The file name, which ends in <c>.ptf</c> or <c>.zip</c>; problems name it.</param>
/// <param name="Open">Opens the content; called once for each attempt to read it.</param>
public sealed record LossFactorSource(string Name, Func<Stream> Open);
