namespace NNOptim.Coordinator.Commands.Progress;

/// <summary>Where one cell of the grid stands.</summary>
/// <param name="Optimizer">The optimiser.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="BatchSize">Examples a batch; 0 is the full batch.</param>
/// <param name="Runs">Its runs.</param>
/// <param name="Running">Those with workers.</param>
/// <param name="Ended">Those that have ended, however.</param>
/// <param name="CostNow">The mean of the latest costs of the running.</param>
/// <param name="MeanFinalCost">The mean final cost of the completed.</param>
internal sealed record CellProgress(
    string Optimizer, double LearningRate, int BatchSize, int Runs, int Running, int Ended, double? CostNow, double? MeanFinalCost);
