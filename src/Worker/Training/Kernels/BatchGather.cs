using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NNOptim.Training.Kernels;

/// <summary>Transposes the examples of a mini-batch, rows of the dataset, into columns of a batch.</summary>
internal static unsafe class BatchGather
{
    /// <summary>target[feature, i] = source[examples[i], feature].</summary>
    /// <param name="source">Row-major [example, feature].</param>
    /// <param name="features">The number of features.</param>
    /// <param name="examples">The indices of the examples.</param>
    /// <param name="count">Their number.</param>
    /// <param name="target">[feature, stride].</param>
    /// <param name="stride">Columns from one row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns<T>(T* source, int features, int* examples, int count, T* target, int stride)
        where T : unmanaged
    {
        var feature = 0;
        if (sizeof(T) == 8 && Avx512F.IsSupported)
        {
            // Reads the examples' rows in order, and writes the columns out of order.
            var whole = features / 8 * 8;
            nint column = 0;
            for (; column <= count - 8; column += 8)
            {
                for (nint part = 0; part < whole; part += 8)
                {
                    Transpose((double*)source + part, features, examples + column, (double*)target + part * stride + column, stride);
                }
            }

            for (; column < count; column++)
            {
                var from = source + (nint)examples[column] * features;
                for (nint part = 0; part < whole; part++)
                {
                    target[part * stride + column] = from[part];
                }
            }

            feature = whole;
        }

        for (; feature < features - 1; feature += 2)
        {
            var first = target + (nint)feature * stride;
            var second = first + stride;
            nint column = 0;
            if (sizeof(T) == 8 && Avx.IsSupported)
            {
                for (; column <= count - 4; column += 4)
                {
                    TransposePairs(
                        (double*)source + feature, features, examples + column, (double*)first + column, (double*)second + column);
                }
            }

            for (; column < count; column++)
            {
                var from = source + (nint)examples[column] * features + feature;
                first[column] = from[0];
                second[column] = from[1];
            }
        }

        if (feature < features)
        {
            var row = target + (nint)feature * stride;
            for (nint column = 0; column < count; column++)
            {
                row[column] = source[(nint)examples[column] * features + feature];
            }
        }
    }

    /// <summary>target[i] = labels[examples[i]].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Labels<T>(T* labels, int* examples, int count, T* target)
        where T : unmanaged
    {
        for (nint i = 0; i < count; i++)
        {
            target[i] = labels[examples[i]];
        }
    }

    // Two features of four examples.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposePairs(double* source, nint features, int* examples, double* first, double* second)
    {
        var even = Vector256.Create(
            Vector128.Load(source + examples[0] * features), Vector128.Load(source + examples[2] * features));
        var odd = Vector256.Create(
            Vector128.Load(source + examples[1] * features), Vector128.Load(source + examples[3] * features));
        Avx.UnpackLow(even, odd).Store(first);
        Avx.UnpackHigh(even, odd).Store(second);
    }

    // Eight features of eight examples.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(double* source, nint features, int* examples, double* target, nint stride)
    {
        var r0 = Vector512.Load(source + examples[0] * features);
        var r1 = Vector512.Load(source + examples[1] * features);
        var r2 = Vector512.Load(source + examples[2] * features);
        var r3 = Vector512.Load(source + examples[3] * features);
        var r4 = Vector512.Load(source + examples[4] * features);
        var r5 = Vector512.Load(source + examples[5] * features);
        var r6 = Vector512.Load(source + examples[6] * features);
        var r7 = Vector512.Load(source + examples[7] * features);

        // Pairs of rows by element, then 128-bit parts in two rounds of shuffles.
        var a0 = Avx512F.UnpackLow(r0, r1);
        var a1 = Avx512F.UnpackHigh(r0, r1);
        var a2 = Avx512F.UnpackLow(r2, r3);
        var a3 = Avx512F.UnpackHigh(r2, r3);
        var a4 = Avx512F.UnpackLow(r4, r5);
        var a5 = Avx512F.UnpackHigh(r4, r5);
        var a6 = Avx512F.UnpackLow(r6, r7);
        var a7 = Avx512F.UnpackHigh(r6, r7);
        var b0 = Avx512F.Shuffle4x128(a0, a2, 0b10_00_10_00);
        var b1 = Avx512F.Shuffle4x128(a1, a3, 0b10_00_10_00);
        var b2 = Avx512F.Shuffle4x128(a0, a2, 0b11_01_11_01);
        var b3 = Avx512F.Shuffle4x128(a1, a3, 0b11_01_11_01);
        var b4 = Avx512F.Shuffle4x128(a4, a6, 0b10_00_10_00);
        var b5 = Avx512F.Shuffle4x128(a5, a7, 0b10_00_10_00);
        var b6 = Avx512F.Shuffle4x128(a4, a6, 0b11_01_11_01);
        var b7 = Avx512F.Shuffle4x128(a5, a7, 0b11_01_11_01);
        Avx512F.Shuffle4x128(b0, b4, 0b10_00_10_00).Store(target);
        Avx512F.Shuffle4x128(b1, b5, 0b10_00_10_00).Store(target + stride);
        Avx512F.Shuffle4x128(b2, b6, 0b10_00_10_00).Store(target + 2 * stride);
        Avx512F.Shuffle4x128(b3, b7, 0b10_00_10_00).Store(target + 3 * stride);
        Avx512F.Shuffle4x128(b0, b4, 0b11_01_11_01).Store(target + 4 * stride);
        Avx512F.Shuffle4x128(b1, b5, 0b11_01_11_01).Store(target + 5 * stride);
        Avx512F.Shuffle4x128(b2, b6, 0b11_01_11_01).Store(target + 6 * stride);
        Avx512F.Shuffle4x128(b3, b7, 0b11_01_11_01).Store(target + 7 * stride);
    }
}
