using System.Text;
using ScottPlot;
using SkiaSharp;

namespace NNOptim.Reporting.Figures;

/// <summary>Draws figures to files.</summary>
public static class FigureRenderer
{
    /// <summary>
    /// PNG pixels per SVG pixel. This is sharp enough for high-density screens, and drawing takes half the time of a factor of 2.
    /// </summary>
    private const float PngScale = 1.5f;

    /// <summary>Writes <c>NAME.png</c> and <c>NAME.svg</c> into a folder.</summary>
    public static void Write(Figure figure, string folder)
    {
        ArgumentNullException.ThrowIfNull(figure);
        File.WriteAllBytes(Path.Combine(folder, figure.Name + ".png"), Png(figure));
        File.WriteAllText(Path.Combine(folder, figure.Name + ".svg"), Svg(figure), new UTF8Encoding(false));
    }

    /// <summary>The figure as SVG text.</summary>
    public static string Svg(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, figure.Width, figure.PlotHeight), stream))
        {
            Draw(figure, canvas);
        }

        return SvgNormalizer.Normalize(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length), figure.AltText);
    }

    /// <summary>The figure as the bytes of a PNG file.</summary>
    public static byte[] Png(Figure figure)
    {
        ArgumentNullException.ThrowIfNull(figure);
        var size = new SKImageInfo((int)(figure.Width * PngScale), (int)(figure.PlotHeight * PngScale), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(size);
        surface.Canvas.Clear(SKColors.White);
        surface.Canvas.Scale(PngScale);
        Draw(figure, surface.Canvas);
        using var pixels = surface.PeekPixels();

        // Plots are mostly flat colour. Without filters and at a low level, the file is small and is written several times faster.
        using var data = pixels.Encode(new SKPngEncoderOptions(SKPngEncoderFilterFlags.NoFilters, 4))
            ?? throw new IOException($"The picture {figure.Name} could not be encoded.");
        return data.ToArray();
    }

    private static void Draw(Figure figure, SKCanvas canvas)
    {
        for (var i = 0; i < figure.Plots.Length; i++)
        {
            // A plot first clears its canvas. Without the clip, it would erase the plots before it.
            var left = i * figure.PlotWidth;
            canvas.Save();
            canvas.ClipRect(new SKRect(left, 0, left + figure.PlotWidth, figure.PlotHeight));
            figure.Plots[i].Render(canvas, new PixelRect(left, left + figure.PlotWidth, figure.PlotHeight, 0));
            canvas.Restore();
        }
    }
}
