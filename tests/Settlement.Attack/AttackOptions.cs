namespace Settlement.Attack;

/// <summary>How hard and how long.</summary>
internal sealed record AttackOptions(int Requests, int Seed, int Parallel, int Meters);
