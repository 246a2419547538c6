namespace NNOptim.Reporting.Analysis;

/// <summary>
/// The names of metrics and parameters with their own sentences, sections or figures. When a trainable does not declare one, the report
/// omits whatever depends on it.
/// </summary>
internal static class KnownNames
{
    public const string FinalCost = "final_cost";
    public const string BestCost = "best_cost";
    public const string InitialCost = "initial_cost";
    public const string LastEpochCost = "last_epoch_cost";
    public const string MeanOfLastCost = "mean_of_last_cost";
    public const string TrainAccuracy = "train_accuracy";
    public const string TestAccuracy = "test_accuracy";
    public const string EpochsToTarget = "epochs_to_target";
    public const string Overshoot = "overshoot";
    public const string RiseCount = "rise_count";
    public const string RiseArea = "rise_area";

    public const string TargetCost = "target_cost";
    public const string LearningRate = "learning_rate";
    public const string BatchSize = "batch_size";
    public const string Layers = "layers";
    public const string Loss = "loss";
    public const string SquaredError = "mean_squared_error";
    public const string AdamCorrection = "adam_second_moment_correction";
    public const string FixedAtTwo = "fixed_at_two";
}
