using System.Runtime.Intrinsics;
using NNOptim.Training.Numerics;
using NNOptim.Worker.Tests.Training.Reference;

namespace NNOptim.Worker.Tests.Training;

public class ElementaryFunctionTests
{
    [Theory]
    [InlineData("exp", 1.0)]
    [InlineData("log", 1.0)]
    [InlineData("log1p", 2.0)]
    [InlineData("tanh", 2.5)]
    [InlineData("sigmoid", 2.5)]
    [InlineData("sin", 1.0)]
    [InlineData("cos", 1.0)]
    public void Errors_in_double_precision_keep_to_the_stated_bound(string function, double bound)
    {
        Worst($"{function}64", x => Double(function, x), x => Math.BitIncrement(Math.Abs(x)) - Math.Abs(x)).ShouldBeLessThan(bound);
    }

    [Theory]
    [InlineData("exp", 1.0)]
    [InlineData("log", 1.0)]
    [InlineData("log1p", 2.0)]
    [InlineData("tanh", 2.5)]
    [InlineData("sigmoid", 2.5)]
    public void Errors_in_single_precision_keep_to_the_stated_bound(string function, double bound)
    {
        Worst($"{function}32", x => Single(function, (float)x), x => MathF.BitIncrement((float)Math.Abs(x)) - (double)(float)Math.Abs(x))
            .ShouldBeLessThan(bound);
    }

    [Fact]
    public void Special_values_are_those_of_the_functions()
    {
        Double("exp", double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Double("exp", double.NegativeInfinity).ShouldBe(0);
        Double("exp", 0).ShouldBe(1);
        Double("exp", 710).ShouldBe(double.PositiveInfinity);
        Double("exp", -709).ShouldBe(0);
        Double("exp", double.NaN).ShouldBe(double.NaN);
        Double("log", 0).ShouldBe(double.NegativeInfinity);
        Double("log", -0.0).ShouldBe(double.NegativeInfinity);
        Double("log", 1).ShouldBe(0);
        Double("log", -1).ShouldBe(double.NaN);
        Double("log", double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Double("log", double.NaN).ShouldBe(double.NaN);
        Double("log1p", 0).ShouldBe(0);
        Double("log1p", double.PositiveInfinity).ShouldBe(double.PositiveInfinity);
        Double("log1p", double.NaN).ShouldBe(double.NaN);
        Double("tanh", double.PositiveInfinity).ShouldBe(1);
        Double("tanh", double.NegativeInfinity).ShouldBe(-1);
        BitConverter.DoubleToInt64Bits(Double("tanh", -0.0)).ShouldBe(BitConverter.DoubleToInt64Bits(-0.0));
        Double("tanh", double.NaN).ShouldBe(double.NaN);
        Double("sigmoid", double.PositiveInfinity).ShouldBe(1);
        Double("sigmoid", double.NegativeInfinity).ShouldBe(0);
        Double("sigmoid", 0).ShouldBe(0.5);
        Double("sigmoid", double.NaN).ShouldBe(double.NaN);
    }

    [Fact]
    public void A_lane_does_not_depend_on_its_neighbours_or_on_the_width()
    {
        double[] arguments = [0, 1, -1, 800, -800, double.NaN, double.PositiveInfinity, 1e-310, 0.3, -0.3, 2, 88, -88, 20, -20, 1e300];
        var result = new double[8];
        for (var start = 0; start <= 8; start++)
        {
            ElementaryFunctions<Simd512<double>, Vector512<double>, double>.Exp(Vector512.Create(arguments, start)).CopyTo(result);
            Check("exp", start);
            ElementaryFunctions<Simd256<double>, Vector256<double>, double>.Tanh(Vector256.Create(arguments, start)).CopyTo(result);
            ElementaryFunctions<Simd256<double>, Vector256<double>, double>.Tanh(Vector256.Create(arguments, start + 4)).CopyTo(result, 4);
            Check("tanh", start);
            ElementaryFunctions<Simd512<double>, Vector512<double>, double>.Log(Vector512.Create(arguments, start)).CopyTo(result);
            Check("log", start);
        }

        void Check(string function, int start)
        {
            for (var lane = 0; lane < 8; lane++)
            {
                result[lane].ShouldBe(Double(function, arguments[start + lane]), $"{function}({arguments[start + lane]})");
            }
        }
    }

    private static double Worst(string name, Func<double, double> function, Func<double, double> unit)
    {
        var rows = ReferenceData.Numbers(ReferenceData.Read("functions_reference.json").GetProperty(name));
        var worst = 0.0;
        for (var i = 0; i < rows.Length; i += 3)
        {
            var error = Math.Abs(function(rows[i]) - rows[i + 1] - rows[i + 2]) / unit(rows[i + 1]);
            worst = Math.Max(worst, error);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {worst:F3}");
        return worst;
    }

    private static double Double(string function, double x) => function switch
    {
        "exp" => ElementaryFunctions<SimdScalar<double>, double, double>.Exp(x),
        "log" => ElementaryFunctions<SimdScalar<double>, double, double>.Log(x),
        "log1p" => ElementaryFunctions<SimdScalar<double>, double, double>.Log1P(x),
        "tanh" => ElementaryFunctions<SimdScalar<double>, double, double>.Tanh(x),
        "sigmoid" => ElementaryFunctions<SimdScalar<double>, double, double>.Sigmoid(x),
        "sin" => ScalarFunctions.SinCos(x).Sin,
        _ => ScalarFunctions.SinCos(x).Cos,
    };

    private static double Single(string function, float x) => function switch
    {
        "exp" => ElementaryFunctions<SimdScalar<float>, float, float>.Exp(x),
        "log" => ElementaryFunctions<SimdScalar<float>, float, float>.Log(x),
        "log1p" => ElementaryFunctions<SimdScalar<float>, float, float>.Log1P(x),
        "tanh" => ElementaryFunctions<SimdScalar<float>, float, float>.Tanh(x),
        _ => ElementaryFunctions<SimdScalar<float>, float, float>.Sigmoid(x),
    };
}
