using NNOptim.Reporting.Figures;

namespace NNOptim.Coordinator.Tests.Reporting.Figures;

public class SvgNormalizerTests
{
    [Fact]
    public void Ids_count_from_zero_and_texts_keep_their_start()
    {
        const string skia = "<svg xmlns=\"x\" width=\"9\" height=\"6\">\n<rect width=\"9\" height=\"6\"/>\n<rect fill=\"white\" width=\"9\" height=\"6\"/>"
            + "<clipPath id=\"cl_a5\"/><g clip-path=\"url(#cl_a5)\"><text font-family=\"Open Sans\" x=\"-1.5, 7, \" y=\"4, \">ab</text></g></svg>";

        var svg = SvgNormalizer.Normalize(skia, "a < b");

        svg.ShouldContain("viewBox=\"0 0 9 6\" role=\"img\">\n\t<title>a &lt; b</title>");
        svg.ShouldContain("<clipPath id=\"cl_0\"/><g clip-path=\"url(#cl_0)\">");
        svg.ShouldContain("x=\"-1.5\" y=\"4\">ab");
        svg.ShouldNotContain("<rect width");
    }
}
