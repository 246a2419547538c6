using System.Reflection;
using ScottPlot;
using SkiaSharp;

namespace NNOptim.Reporting.Figures;

/// <summary>Draws every figure in the embedded Open Sans. So figures need no installed font and are the same on every machine.</summary>
public static class EmbeddedFonts
{
    /// <summary>The family's name within figures.</summary>
    public const string Family = "Open Sans";

    private static readonly Lazy<bool> Registration = new(Register);

    /// <summary>Makes the family ScottPlot's default. Repeated calls cost little.</summary>
    public static void Use() => _ = Registration.Value;

    private static bool Register()
    {
        // First in the list, to take precedence over an installed font of the same name and another version.
        Fonts.FontResolvers.Insert(0, new Resolver());
        Fonts.Default = Family;
        return true;
    }

    private sealed class Resolver : IFontResolver
    {
        private readonly SKTypeface regular = Load("OpenSans-Regular.ttf");
        private readonly SKTypeface bold = Load("OpenSans-Bold.ttf");

        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName != Family ? null : weight >= FontWeight.SemiBold ? bold : regular;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);

        private static SKTypeface Load(string file)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"fonts/{file}")
                ?? throw new InvalidOperationException($"The font {file} is not embedded.");
            return SKTypeface.FromStream(stream);
        }
    }
}
