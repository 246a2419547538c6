namespace NNOptim.Training.Kernels;

/// <summary>What some parameters reach on a dataset.</summary>
/// <param name="Cost">The mean over examples of the cost; infinite or NaN when a computation overflows.</param>
/// <param name="Accuracy">The fraction of correctly classified examples; null for regression.</param>
internal readonly record struct Evaluation(double Cost, double? Accuracy);
