using System.Numerics;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using NNOptim.Training;

namespace NNOptim.Worker.Tests.Training;

/// <summary>
/// .NET takes these functions from the platform's C library or computes them by the available vector width, so their bits differ
/// between machines. Nothing in the worker calls them: the engine has its own functions.
/// </summary>
public class PlatformFunctionTests
{
    private static readonly string[] Banned =
    [
        "Exp", "Exp2", "Exp10", "ExpM1", "Log", "Log2", "Log10", "LogP1", "Log2P1", "Pow", "Cbrt", "RootN", "Hypot", "ScaleB",
        "Sin", "Cos", "Tan", "SinCos", "SinPi", "CosPi", "Asin", "Acos", "Atan", "Atan2", "Sinh", "Cosh", "Tanh", "Asinh", "Acosh", "Atanh",
        "MultiplyAddEstimate", "ReciprocalEstimate", "ReciprocalSqrtEstimate",
    ];

    [Fact]
    public void The_worker_calls_no_function_whose_bits_differ_between_machines() =>
        CallsOf(typeof(Trainer).Assembly.Location).Where(IsBanned).ShouldBeEmpty();

    [Fact]
    public void Such_a_call_would_be_found() =>
        CallsOf(typeof(PlatformFunctionTests).Assembly.Location).Where(IsBanned).ShouldContain(("System.Math", "Tanh"));

    private static bool IsBanned((string Type, string Method) call) =>
        Banned.Contains(call.Method) && call.Type.StartsWith("System.", StringComparison.Ordinal) && call.Type != typeof(BitOperations).FullName;

    // The methods of other assemblies that an assembly calls.
    private static List<(string Type, string Method)> CallsOf(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.MemberReferences.Select(metadata.GetMemberReference)
                .Select(member => (TypeOf(member.Parent), metadata.GetString(member.Name))),
        ];

        string TypeOf(EntityHandle parent)
        {
            if (parent.Kind == HandleKind.TypeSpecification)
            {
                parent = GenericTypeOf(metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature));
            }

            if (parent.Kind != HandleKind.TypeReference)
            {
                return "";
            }

            var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
            return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
        }

        static EntityHandle GenericTypeOf(BlobReader signature)
        {
            if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            {
                return default;
            }

            signature.ReadCompressedInteger();
            return signature.ReadTypeHandle();
        }
    }
}
