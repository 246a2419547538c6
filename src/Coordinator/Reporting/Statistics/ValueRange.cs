namespace NNOptim.Reporting.Statistics;

/// <summary>Two values of a sample that enclose a part of it. It describes the sample; it is no confidence interval.</summary>
/// <param name="Low">The smaller value.</param>
/// <param name="High">The larger value.</param>
public readonly record struct ValueRange(double Low, double High);
