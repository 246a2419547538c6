using System.Numerics;
using System.Runtime.CompilerServices;
using NNOptim.Training.Numerics;

namespace NNOptim.Training.Kernels;

/// <summary>
/// The output layer: computes from its sums z the cost, and the gradient of each example's cost with respect to z. All losses are functions
/// of z, so that no saturated output gives an infinite cost.
/// </summary>
internal static unsafe class LossKernel<TSimd, TVector, T>
    where TSimd : ISimd<TVector, T>
    where TVector : unmanaged
    where T : unmanaged
{
    // The product of the factors is below 2^32 in each lane, and below 2^512 over all lanes.
    private const int ProductBits = 32;

    /// <summary>The sum of the examples' costs. Writes the gradients to <paramref name="delta"/>, zero beyond the last example.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="z">The output units' sums, [outputs, stride].</param>
    /// <param name="targets">The labels of the columns.</param>
    /// <param name="delta">Receives the gradients, [outputs, stride], with the stride of <paramref name="z"/>.</param>
    /// <param name="columns">The columns to process, a multiple of <see cref="Lanes{T}.Count"/>.</param>
    /// <param name="scratch">Scratch memory for two blocks of lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Evaluate(
        LossFunction loss, in BatchView<T> z, in Targets<T> targets, in BatchView<T> delta, int columns, T* scratch) =>
        loss switch
        {
            LossFunction.BinaryCrossEntropy => BinaryCrossEntropy(z, targets, delta, columns, scratch),
            LossFunction.SoftmaxCrossEntropy => SoftmaxCrossEntropy(z, targets, delta, columns, scratch),
            LossFunction.MeanSquaredError => MeanSquaredError(z, targets, delta, columns, scratch),
            _ => throw new ArgumentOutOfRangeException(nameof(loss), loss, null),
        };

    /// <summary>Binary cross-entropy of one vector of examples, one a lane.</summary>
    /// <param name="z">The output unit's sums.</param>
    /// <param name="labels">The labels.</param>
    /// <param name="valid">All bits in lanes with an example.</param>
    /// <param name="delta">Receives the gradients.</param>
    /// <param name="linear">Incremented by max(z, 0) - y z.</param>
    /// <param name="excess">1 + this is multiplied by 1 + e^-|z|, whose logarithm is the rest of the cost.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void BinaryColumn(T* z, T* labels, TVector valid, T* delta, ref TVector linear, ref TVector excess)
    {
        var zero = TSimd.Constant(0);
        var sum = TSimd.Load(z);
        var label = TSimd.Load(labels);
        var exponential = ElementaryFunctions<TSimd, TVector, T>.ExpOfNonPositive(TSimd.Subtract(zero, TSimd.Abs(sum)));
        var output = ElementaryFunctions<TSimd, TVector, T>.SigmoidFromExp(sum, exponential);
        TSimd.Store(delta, TSimd.And(valid, TSimd.Subtract(output, label)));
        var positive = TSimd.Select(TSimd.LessOrEqual(sum, zero), zero, sum);
        linear = TSimd.Add(linear, TSimd.And(valid, TSimd.Subtract(positive, TSimd.Multiply(label, sum))));
        excess = Multiplied(excess, TSimd.And(valid, exponential));
    }

    /// <summary>Softmax and cross-entropy of one vector of examples, one a lane; like <see cref="BinaryColumn"/>.</summary>
    /// <param name="z">The output units' sums, from the column of the first example on, [outputs, stride].</param>
    /// <param name="labels">The labels.</param>
    /// <param name="valid">All bits in lanes with an example.</param>
    /// <param name="delta">Receives the gradients, [outputs, stride], with the stride of <paramref name="z"/>.</param>
    /// <param name="linear">Incremented by the largest sum minus the sum of the label's unit.</param>
    /// <param name="excess">1 + this is multiplied by the sum of e^(z - largest sum), whose logarithm is the rest of the cost.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SoftmaxColumn(
        in BatchView<T> z, T* labels, TVector valid, in BatchView<T> delta, ref TVector linear, ref TVector excess)
    {
        var outputs = z.Rows;
        var stride = z.Stride;
        var sums = z.Start;
        var gradients = delta.Start;
        var zero = TSimd.Constant(0);
        var one = TSimd.Constant(1);
        var none = TSimd.Constant(-1);
        var label = TSimd.Load(labels);
        var largest = TSimd.Load(sums);
        var largestUnit = zero;
        var chosen = TSimd.And(TSimd.Equal(label, zero), largest);
        for (var unit = 1; unit < outputs; unit++)
        {
            var sum = TSimd.Load(sums + unit * stride);
            var index = TSimd.Constant(unit);
            var greater = TSimd.Greater(sum, largest);
            largest = TSimd.Select(greater, sum, largest);
            largestUnit = TSimd.Select(greater, index, largestUnit);
            chosen = TSimd.Select(TSimd.Equal(label, index), sum, chosen);
        }

        var others = zero;
        for (var unit = 0; unit < outputs; unit++)
        {
            var difference = TSimd.Subtract(TSimd.Load(sums + unit * stride), largest);
            var exponential = ElementaryFunctions<TSimd, TVector, T>.ExpOfNonPositive(difference);
            TSimd.Store(gradients + unit * stride, exponential);
            var isLargest = TSimd.Equal(largestUnit, TSimd.Constant(unit));
            others = TSimd.Add(others, TSimd.Select(isLargest, zero, exponential));
        }

        var inverse = TSimd.Divide(one, TSimd.Add(one, others));
        var target = TSimd.Select(valid, label, none);
        for (var unit = 0; unit < outputs; unit++)
        {
            var output = TSimd.Multiply(TSimd.Load(gradients + unit * stride), inverse);
            var wanted = TSimd.And(TSimd.Equal(target, TSimd.Constant(unit)), one);
            TSimd.Store(gradients + unit * stride, TSimd.And(valid, TSimd.Subtract(output, wanted)));
        }

        linear = TSimd.Add(linear, TSimd.And(valid, TSimd.Subtract(largest, chosen)));
        excess = Multiplied(excess, TSimd.And(valid, others));
    }

    /// <summary>
    /// Mean squared error of one vector of examples, one a lane. Increments <paramref name="squares"/> by the squared errors. <see
    /// cref="SoftmaxColumn"/> and <see cref="Targets{T}"/> define the other parameters.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void SquaredColumn(
        bool oneHot, in BatchView<T> z, T* labels, TVector valid, in BatchView<T> delta, ref TVector squares)
    {
        var outputs = z.Rows;
        var stride = z.Stride;
        var sums = z.Start;
        var gradients = delta.Start;
        var factor = TSimd.Constant(2.0 / outputs);
        var label = TSimd.Load(labels);
        for (var unit = 0; unit < outputs; unit++)
        {
            var wanted = oneHot ? TSimd.And(TSimd.Equal(label, TSimd.Constant(unit)), TSimd.Constant(1)) : label;
            var error = TSimd.And(valid, TSimd.Subtract(TSimd.Load(sums + unit * stride), wanted));
            squares = TSimd.MultiplyAdd(error, error, squares);
            TSimd.Store(gradients + unit * stride, TSimd.Multiply(factor, error));
        }
    }

    // Cost: max(z, 0) - y z + ln(1 + e^-|z|). One logarithm of the product replaces the logarithms of its factors. The product is stored as
    // its excess over 1, so that small costs lose no precision.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double BinaryCrossEntropy(in BatchView<T> z, in Targets<T> targets, in BatchView<T> delta, int columns, T* scratch)
    {
        var sums = z.Start;
        var labels = targets.Labels;
        var mask = targets.Mask;
        var gradients = delta.Start;
        var zero = TSimd.Constant(0);
        var cost = 0.0;
        for (var start = 0; start < columns; start += ProductBits * Lanes<T>.Count)
        {
            var end = Math.Min(columns, start + ProductBits * Lanes<T>.Count);
            for (var part = 0; part < Lanes<T>.Count; part += TSimd.Count)
            {
                var linear = zero;
                var excess = zero;
                for (var column = start + part; column < end; column += Lanes<T>.Count)
                {
                    BinaryColumn(sums + column, labels + column, TSimd.Load(mask + column), gradients + column, ref linear, ref excess);
                }

                TSimd.Store(scratch + part, linear);
                TSimd.Store(scratch + Lanes<T>.Count + part, excess);
            }

            cost += SumOfLanes(scratch) + LogOfProduct(scratch + Lanes<T>.Count);
        }

        return cost;
    }

    // Cost: ln(sum e^(z - max)) + max - z_y. The largest unit adds exactly 1 to the sum and is omitted from it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SoftmaxCrossEntropy(in BatchView<T> z, in Targets<T> targets, in BatchView<T> delta, int columns, T* scratch)
    {
        var labels = targets.Labels;
        var mask = targets.Mask;
        var outputs = z.Rows;
        var zero = TSimd.Constant(0);
        var bits = BitOperations.Log2((uint)outputs) + 1;
        var columnsAtOnce = Math.Max(1, ProductBits / bits) * Lanes<T>.Count;
        var cost = 0.0;
        for (var start = 0; start < columns; start += columnsAtOnce)
        {
            var end = Math.Min(columns, start + columnsAtOnce);
            for (var part = 0; part < Lanes<T>.Count; part += TSimd.Count)
            {
                var linear = zero;
                var excess = zero;
                for (var column = start + part; column < end; column += Lanes<T>.Count)
                {
                    SoftmaxColumn(
                        z.FromColumn(column),
                        labels + column,
                        TSimd.Load(mask + column),
                        delta.FromColumn(column),
                        ref linear,
                        ref excess);
                }

                TSimd.Store(scratch + part, linear);
                TSimd.Store(scratch + Lanes<T>.Count + part, excess);
            }

            cost += SumOfLanes(scratch) + LogOfProduct(scratch + Lanes<T>.Count);
        }

        return cost;
    }

    // Cost: the mean over outputs of (z - y)^2.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double MeanSquaredError(in BatchView<T> z, in Targets<T> targets, in BatchView<T> delta, int columns, T* scratch)
    {
        var labels = targets.Labels;
        var mask = targets.Mask;
        var oneHot = targets.OneHot;
        for (var part = 0; part < Lanes<T>.Count; part += TSimd.Count)
        {
            var squares = TSimd.Constant(0);
            for (var column = part; column < columns; column += Lanes<T>.Count)
            {
                SquaredColumn(
                    oneHot,
                    z.FromColumn(column),
                    labels + column,
                    TSimd.Load(mask + column),
                    delta.FromColumn(column),
                    ref squares);
            }

            TSimd.Store(scratch + part, squares);
        }

        return SumOfLanes(scratch) / z.Rows;
    }

    /// <summary>Computes the outputs from the sums in place: the sigmoid, softmax or the sums themselves.</summary>
    /// <param name="loss">The loss, which determines the function.</param>
    /// <param name="z">The output units' sums, [outputs, stride].</param>
    /// <param name="columns">The columns to process, a multiple of the vector's elements.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outputs(LossFunction loss, in BatchView<T> z, int columns)
    {
        if (loss == LossFunction.MeanSquaredError)
        {
            return;
        }

        if (loss is not (LossFunction.BinaryCrossEntropy or LossFunction.SoftmaxCrossEntropy))
        {
            throw new ArgumentOutOfRangeException(nameof(loss), loss, null);
        }

        var sums = z.Start;
        var outputs = z.Rows;
        var stride = z.Stride;
        for (var column = 0; column < columns; column += TSimd.Count)
        {
            if (loss == LossFunction.BinaryCrossEntropy)
            {
                TSimd.Store(sums + column, ElementaryFunctions<TSimd, TVector, T>.Sigmoid(TSimd.Load(sums + column)));
                continue;
            }

            var largest = TSimd.Load(sums + column);
            for (var unit = 1; unit < outputs; unit++)
            {
                var sum = TSimd.Load(sums + unit * stride + column);
                largest = TSimd.Select(TSimd.Greater(sum, largest), sum, largest);
            }

            var total = TSimd.Constant(0);
            for (var unit = 0; unit < outputs; unit++)
            {
                var difference = TSimd.Subtract(TSimd.Load(sums + unit * stride + column), largest);
                var exponential = ElementaryFunctions<TSimd, TVector, T>.ExpOfNonPositive(difference);
                TSimd.Store(sums + unit * stride + column, exponential);
                total = TSimd.Add(total, exponential);
            }

            for (var unit = 0; unit < outputs; unit++)
            {
                TSimd.Store(
                    sums + unit * stride + column, TSimd.Divide(TSimd.Load(sums + unit * stride + column), total));
            }
        }
    }

    // (1 + a)(1 + b) - 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Multiplied(TVector a, TVector b) => TSimd.MultiplyAdd(a, b, TSimd.Add(a, b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double SumOfLanes(T* lanes) =>
        typeof(T) == typeof(double) ? LaneSums.Sum((double*)lanes) : LaneSums.Sum((float*)lanes);

    // ln of the product over lanes of 1 + excess; in double precision for both.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double LogOfProduct(T* lanes)
    {
        if (typeof(T) == typeof(double))
        {
            return ScalarFunctions.Log1P(Excess((double*)lanes));
        }

        return LogOfProduct32((float*)lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double LogOfProduct32(float* lanes)
    {
        var wide = stackalloc double[16];
        for (var lane = 0; lane < 16; lane++)
        {
            wide[lane] = lanes[lane];
        }

        return ScalarFunctions.Log1P(Multiplied(Excess(wide), Excess(wide + 8)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Excess(double* lane) => Multiplied(
        Multiplied(Multiplied(lane[0], lane[1]), Multiplied(lane[2], lane[3])),
        Multiplied(Multiplied(lane[4], lane[5]), Multiplied(lane[6], lane[7])));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Multiplied(double a, double b) => Math.FusedMultiplyAdd(a, b, a + b);
}
