using System.Collections.Concurrent;
using Settlement.Domain.Calendar;

namespace Settlement.Domain.Reference;

/// <summary>
/// All line loss factors, kept small: sixteen bytes a row and one profile for all days with the same figures.
/// The GB market has some 40,000 classes, each changing with season and day type.
/// </summary>
public sealed class LossFactorTable
{
    private const int DistributorDigits = 2;

    private readonly string[] _keys;
    private readonly int[] _starts;
    private readonly Band[] _bands;
    private readonly Dictionary<string, int> _index;
    private readonly ConcurrentDictionary<LossFactorProfile, LossFactorProfile> _profiles = new();

    private LossFactorTable(string[] keys, int[] starts, Band[] bands)
    {
        _keys = keys;
        _starts = starts;
        _bands = bands;
        _index = new Dictionary<string, int>(keys.Length, StringComparer.Ordinal);
        for (var i = 0; i < keys.Length; i++)
        {
            _index.Add(keys[i], i);
        }
    }

    /// <summary>No loss factors.</summary>
    public static LossFactorTable Empty { get; } = From([]);

    /// <summary>How many rows there are.</summary>
    public int Count => _bands.Length;

    /// <summary>How many distributor and class pairs there are.</summary>
    public int Classes => _keys.Length;

    /// <summary>Takes up rows in any order; of two that overlap, which must not be, the later one holds.</summary>
    /// <exception cref="ArgumentException">A distributor is not two characters, or a factor or a period is out of range.</exception>
    public static LossFactorTable From(IEnumerable<LossFactor> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var classes = new Dictionary<string, List<Band>>(StringComparer.Ordinal);
        var byKey = classes.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> key = stackalloc char[256];
        foreach (var row in rows)
        {
            var band = Band.Create(row);
            var length = Key(row.Distributor, row.Llfc, key);
            if (!byKey.TryGetValue(key[..length], out var list))
            {
                byKey[key[..length]] = list = [];
            }
            list.Add(band);
        }

        var keys = classes.Keys.Order(StringComparer.Ordinal).ToArray();
        var starts = new int[keys.Length + 1];
        var bands = new Band[classes.Values.Sum(list => list.Count)];
        for (var i = 0; i < keys.Length; i++)
        {
            var end = starts[i];
            foreach (var band in classes[keys[i]].OrderBy(band => band.From).ThenBy(band => band.FromPeriod))
            {
                bands[end++] = band;
            }
            starts[i + 1] = end;
        }

        return new(keys, starts, bands);
    }

    /// <summary>
    /// Puts new rows of one distributor in the place of its rows for certain days.
    /// Rows of other distributors and days stay; a row that straddles is cut.
    /// </summary>
    public LossFactorTable Replace(string distributor, IReadOnlyList<DayRange> days, IEnumerable<LossFactor> rows)
    {
        ArgumentNullException.ThrowIfNull(days);
        return From(Rows.SelectMany(row => row.Distributor == distributor ? Cut(row, days) : [row]).Concat(rows));
    }

    /// <summary>The rows, by distributor, class, first day and first period.</summary>
    public IEnumerable<LossFactor> Rows
    {
        get
        {
            for (var i = 0; i < _keys.Length; i++)
            {
                var distributor = _keys[i][..DistributorDigits];
                var llfc = _keys[i][DistributorDigits..];
                for (var j = _starts[i]; j < _starts[i + 1]; j++)
                {
                    yield return _bands[j].Row(distributor, llfc);
                }
            }
        }
    }

    /// <summary>The profile of every class on a day, by class number; null where the class has none.</summary>
    internal LossFactorProfile?[] On(SettlementDay day)
    {
        var number = day.Number;
        var result = new LossFactorProfile?[_keys.Length];
        Span<ushort> thousandths = stackalloc ushort[SettlementDay.MaxPeriods];
        for (var i = 0; i < _keys.Length; i++)
        {
            thousandths.Clear();
            var any = false;
            for (var j = _starts[i]; j < _starts[i + 1] && _bands[j].From <= number; j++)
            {
                ref readonly var band = ref _bands[j];
                if (band.To < number)
                {
                    continue;
                }
                any = true;
                var last = band.ToPeriod == 0 ? SettlementDay.MaxPeriods : band.ToPeriod;
                thousandths[(band.FromPeriod - 1)..last].Fill(band.Thousandths);
            }

            if (any)
            {
                var profile = new LossFactorProfile(thousandths);
                result[i] = _profiles.GetOrAdd(profile, profile);
            }
        }

        return result;
    }

    /// <summary>The number of a class, or -1.</summary>
    internal int ClassOf(ReadOnlySpan<char> distributor, ReadOnlySpan<char> llfc)
    {
        if (distributor.Length != DistributorDigits || llfc.Length > 254)
        {
            return -1;
        }
        Span<char> key = stackalloc char[256];
        var length = Key(distributor, llfc, key);
        return _index.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key[..length], out var found) ? found : -1;
    }

    private static IEnumerable<LossFactor> Cut(LossFactor row, IReadOnlyList<DayRange> days)
    {
        IEnumerable<DayRange> left = [row.InForce];
        foreach (var range in days)
        {
            left = [.. left.SelectMany(piece => piece.Without(range))];
        }
        return left.Select(piece => row with { InForce = piece });
    }

    private static int Key(ReadOnlySpan<char> distributor, ReadOnlySpan<char> llfc, Span<char> key)
    {
        if (distributor.Length != DistributorDigits)
        {
            throw new ArgumentException($"The distributor '{distributor}' is not two digits.", nameof(distributor));
        }
        distributor.CopyTo(key);
        llfc.CopyTo(key[DistributorDigits..]);
        return DistributorDigits + llfc.Length;
    }

    private readonly record struct Band(int From, int To, ushort Thousandths, byte FromPeriod, byte ToPeriod)
    {
        public static Band Create(LossFactor row)
        {
            if (row.Thousandths is < 1 or > ushort.MaxValue)
            {
                throw new ArgumentException($"The loss factor {row} is out of range.", nameof(row));
            }
            if (
                row.FromPeriod is < 1 or > SettlementDay.MaxPeriods
                || row.ToPeriod > SettlementDay.MaxPeriods
                || row.ToPeriod < row.FromPeriod
            )
            {
                throw new ArgumentException($"The band of {row} is not within periods 1 to {SettlementDay.MaxPeriods}.", nameof(row));
            }
            return new(
                row.InForce.From?.Number ?? int.MinValue,
                row.InForce.To?.Number ?? int.MaxValue,
                (ushort)row.Thousandths,
                (byte)row.FromPeriod,
                (byte)(row.ToPeriod ?? 0)
            );
        }

        public LossFactor Row(string distributor, string llfc) =>
            new(
                distributor,
                llfc,
                FromPeriod,
                ToPeriod == 0 ? null : ToPeriod,
                Thousandths,
                new(From == int.MinValue ? null : SettlementDay.FromNumber(From), To == int.MaxValue ? null : SettlementDay.FromNumber(To))
            );
    }
}
