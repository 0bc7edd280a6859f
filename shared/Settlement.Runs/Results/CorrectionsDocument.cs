using Settlement.Domain.Calendar;

namespace Settlement.Runs.Results;

/// <summary>The run that volumes are compared with.</summary>
/// <param name="Day">Its Settlement Day.</param>
/// <param name="Run">Its run code.</param>
/// <param name="Attempt">Its attempt.</param>
public sealed record ComparedRun(SettlementDay Day, string Run, int Attempt);

/// <summary>The corrections of a run that lie outside the band of its reference data.</summary>
/// <param name="ComparedWith">The best closed run of the same weekday before, as it was when this run ended; null where there was none.</param>
/// <param name="Total">How many there are, over all periods and GSP Groups.</param>
/// <param name="Items">Those farthest from 1.</param>
public sealed record CorrectionsDocument(ComparedRun? ComparedWith, int Total, IReadOnlyList<ExplainedCorrection> Items);

/// <summary>A correction outside the band.</summary>
/// <param name="Period">The period.</param>
/// <param name="GspGroup">The GSP Group.</param>
/// <param name="Correction">The correction factor.</param>
/// <param name="TakeBefore">The GSP Group Take a week before, MWh; null where there is nothing to compare with.</param>
/// <param name="Take">The GSP Group Take in this run, MWh.</param>
/// <param name="Suppliers">The suppliers whose uncorrected volumes moved most.</param>
public sealed record ExplainedCorrection(
    int Period,
    string GspGroup,
    decimal Correction,
    decimal? TakeBefore,
    decimal Take,
    IReadOnlyList<MovedSupplier> Suppliers
);

/// <summary>A supplier's uncorrected volume, losses included, against that of the same weekday before, MWh.</summary>
/// <param name="Supplier">The supplier.</param>
/// <param name="Before">A week before; 0 where there is nothing to compare with.</param>
/// <param name="Now">In this run.</param>
/// <param name="Moved">The difference.</param>
public sealed record MovedSupplier(string Supplier, decimal Before, decimal Now, decimal Moved);
