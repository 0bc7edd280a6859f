namespace Settlement.Reliability.Fuzzing;

/// <summary>What is done to good bytes.</summary>
public enum MutationKind
{
    /// <summary>Some bits are flipped.</summary>
    FlippedBits,

    /// <summary>A byte becomes one that often means something.</summary>
    ChangedByte,

    /// <summary>The end is missing.</summary>
    CutOff,

    /// <summary>A piece in the middle is missing.</summary>
    RemovedSpan,

    /// <summary>A piece is there twice, or many times.</summary>
    RepeatedSpan,

    /// <summary>Any bytes stand in between.</summary>
    InsertedBytes,

    /// <summary>A piece of another input stands in between.</summary>
    SplicedInput,

    /// <summary>Two tokens have changed places.</summary>
    SwappedTokens,

    /// <summary>A token is another that JSON or the contract knows.</summary>
    ReplacedToken,

    /// <summary>A number has many digits, decimals or a large exponent.</summary>
    BlownUpNumber,

    /// <summary>Something is nested in very many arrays or objects.</summary>
    DeepNesting,

    /// <summary>Bytes that are not UTF-8.</summary>
    BrokenUtf8,

    /// <summary>Byte-order marks, one or more, in front or inside.</summary>
    ByteOrderMark,

    /// <summary>A character is written as an escape, whole or half a pair.</summary>
    Escape,

    /// <summary>Bytes are overwritten by the longest numbers that a variable-length integer can spell.</summary>
    HugeNumbers,

    /// <summary>The whole is that of another input.</summary>
    ExchangedWhole,
}
