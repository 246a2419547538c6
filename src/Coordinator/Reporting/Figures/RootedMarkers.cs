using ScottPlot;
using SkiaSharp;

namespace NNOptim.Reporting.Figures;

/// <summary>
/// Markers whose path stays alive until it is drawn. ScottPlot's own markers release the path while Skia still reads it. A garbage
/// collection at that moment ends the process with a segmentation fault. ScottPlot's circles have no path and are safe.
/// </summary>
internal static class RootedMarkers
{
    /// <summary>An X, drawn with the style's line.</summary>
    public static IMarker Cross { get; } = new CrossMarker();

    /// <summary>A filled triangle with one corner at the top. The marker's size is the side.</summary>
    public static IMarker Triangle { get; } = new TriangleMarker();

    private sealed class CrossMarker : IMarker
    {
        public void Render(SKCanvas canvas, Paint paint, Pixel center, float size, MarkerStyle markerStyle)
        {
            var radius = size / 2;
            using var path = new SKPath();
            path.MoveTo(center.X + radius, center.Y + radius);
            path.LineTo(center.X - radius, center.Y - radius);
            path.MoveTo(center.X - radius, center.Y + radius);
            path.LineTo(center.X + radius, center.Y - radius);
            Drawing.DrawPath(canvas, paint, path, markerStyle.LineStyle);
        }
    }

    private sealed class TriangleMarker : IMarker
    {
        private static readonly float Circumradius = 1 / MathF.Sqrt(3);

        public void Render(SKCanvas canvas, Paint paint, Pixel center, float size, MarkerStyle markerStyle)
        {
            var radius = size * Circumradius;
            using var path = new SKPath();
            path.MoveTo(center.X, center.Y - radius);
            path.LineTo(center.X + (size / 2), center.Y + (radius / 2));
            path.LineTo(center.X - (size / 2), center.Y + (radius / 2));
            path.Close();
            Drawing.FillPath(canvas, paint, path, markerStyle.FillStyle);
            Drawing.DrawPath(canvas, paint, path, markerStyle.OutlineStyle);
        }
    }
}
