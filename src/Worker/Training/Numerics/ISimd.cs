namespace NNOptim.Training.Numerics;

/// <summary>
/// The operations of the kernels, so that one source serves every vector width and both precisions. Each operation works lane by lane and
/// is exactly rounded by IEEE 754. So a lane's result does not depend on the vector width. This includes fused multiply-add, which .NET
/// computes exactly in software if the processor lacks it.
/// </summary>
/// <typeparam name="TVector">The vector: <see cref="Count"/> elements.</typeparam>
/// <typeparam name="T">The element: <see cref="double"/> or <see cref="float"/>.</typeparam>
internal unsafe interface ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    /// <summary>The number of elements in a vector.</summary>
    public static abstract int Count { get; }

    /// <summary>Reads a vector without alignment.</summary>
    public static abstract TVector Load(T* source);

    /// <summary>Writes a vector without alignment.</summary>
    public static abstract void Store(T* target, TVector value);

    /// <summary>Sets all lanes to the same value.</summary>
    public static abstract TVector Broadcast(T value);

    /// <summary>Sets all lanes to the same constant, rounded to the element's precision.</summary>
    public static abstract TVector Constant(double value);

    /// <summary>Sets all lanes to the same bit pattern. Single precision uses the lower half.</summary>
    public static abstract TVector ConstantBits(long bits);

    /// <summary>a + b.</summary>
    public static abstract TVector Add(TVector a, TVector b);

    /// <summary>a - b.</summary>
    public static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a * b.</summary>
    public static abstract TVector Multiply(TVector a, TVector b);

    /// <summary>a / b.</summary>
    public static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a * b + c, rounded once.</summary>
    public static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

    /// <summary>The square root.</summary>
    public static abstract TVector Sqrt(TVector value);

    /// <summary>The value without its sign.</summary>
    public static abstract TVector Abs(TVector value);

    /// <summary>Sets all bits where a &gt; b, no bits elsewhere.</summary>
    public static abstract TVector Greater(TVector a, TVector b);

    /// <summary>Sets all bits where a &lt;= b, no bits elsewhere.</summary>
    public static abstract TVector LessOrEqual(TVector a, TVector b);

    /// <summary>Sets all bits where a = b, no bits elsewhere.</summary>
    public static abstract TVector Equal(TVector a, TVector b);

    /// <summary>Takes the lanes of <paramref name="yes"/> where the mask is set, and of <paramref name="no"/> elsewhere.</summary>
    public static abstract TVector Select(TVector mask, TVector yes, TVector no);

    /// <summary>Bitwise and.</summary>
    public static abstract TVector And(TVector a, TVector b);

    /// <summary>Bitwise or.</summary>
    public static abstract TVector Or(TVector a, TVector b);

    /// <summary>Adds the lanes as integers.</summary>
    public static abstract TVector AddBits(TVector a, TVector b);

    /// <summary>Subtracts the lanes as integers.</summary>
    public static abstract TVector SubtractBits(TVector a, TVector b);

    /// <summary>Shifts the lanes left as integers.</summary>
    public static abstract TVector ShiftLeftBits(TVector value, int count);

    /// <summary>Shifts the lanes right as unsigned integers.</summary>
    public static abstract TVector ShiftRightBits(TVector value, int count);
}
