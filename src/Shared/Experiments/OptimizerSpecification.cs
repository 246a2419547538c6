namespace NNOptim.Experiments;

/// <summary>The rule that turns a mini-batch's gradient into a step.</summary>
public enum OptimizerKind
{
    /// <summary>Gradient descent: p = p - learning_rate * g.</summary>
    GradientDescent,

    /// <summary>Gradient descent with momentum: v = beta v + (1 - beta) g; p = p - learning_rate * v.</summary>
    Momentum,

    /// <summary>Adam (Kingma and Ba, 2014, arXiv:1412.6980), bias-corrected, epsilon outside the root.</summary>
    Adam,
}

/// <summary>Adam's bias correction of the second moment.</summary>
public enum SecondMomentCorrection
{
    /// <summary>s / (1 - beta2^t) with t the number of steps so far: the formula of the paper.</summary>
    Step,

    /// <summary>
    /// s / (1 - beta2^2) at every step. A defect of the run that printed the course's Adam column, kept so that
    /// those printed numbers can be reproduced; not a sensible choice for training.
    /// </summary>
    FixedAtTwo,
}

/// <summary>An optimiser with its own hyperparameters; the learning rate stands in the run. Those that a kind has no use for keep their defaults.</summary>
public sealed record OptimizerSpecification
{
    /// <summary>The update rule.</summary>
    public required OptimizerKind Kind { get; init; }

    /// <summary>Momentum: the decay of the velocity, in [0, 1).</summary>
    public double Beta { get; init; } = 0.9;

    /// <summary>Adam: the decay of the first moment, in [0, 1).</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Adam: the decay of the second moment, in [0, 1).</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Adam: added to the root of the second moment, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>Adam: how the second moment is corrected.</summary>
    public SecondMomentCorrection SecondMomentCorrection { get; init; } = SecondMomentCorrection.Step;
}
