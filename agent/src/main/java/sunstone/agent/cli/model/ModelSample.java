package sunstone.agent.cli.model;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import sunstone.agent.picture.MapRendering;
import sunstone.agent.picture.Plate;
import sunstone.agent.picture.Png;
import sunstone.models.crystallography.IpfKey;
import sunstone.models.crystallography.SampleAxis;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlImage;
import sunstone.models.posterior.joint.JointDraw;
import sunstone.models.posterior.sampler.DiffusionSampler;
import sunstone.models.prior.OnnxPrior;

/**
 * {@code sunstone model sample}: sections that a prior makes up, and whether their light is that of their orientations.
 */
final class ModelSample {
    private ModelSample() {}

    /**
     * Draws, writes pictures, and prints the misfit of each section beside that of the next section's light: chance.
     */
    static void run(
            OnnxPrior prior, DiffusionSampler sampler, int size, int count, long seed, Path folder, PrintWriter out)
            throws IOException {
        ScanGrid grid = new ScanGrid(size, size, 1);
        List<JointDraw> sections = JointDraw.of(prior, sampler, grid, count, seed);
        Files.createDirectories(folder);
        double own = 0;
        double other = 0;
        for (int k = 0; k < count; k++) {
            JointDraw section = sections.get(k);
            double misfit = section.misfit(section);
            own += misfit / count;
            other += section.misfit(sections.get((k + 1) % count)) / count;
            write(
                    folder.resolve("section-" + k + ".png"),
                    Plate.of(MapRendering.ipf(section.map(), SampleAxis.Z), grid)
                            .title("Generated orientations")
                            .ipfKey(IpfKey.classic(section.map().laue()), "Z"));
            if (section.light().length == PlImage.CHANNELS * grid.size()) {
                light(folder.resolve("light-" + k + ".png"), section.light(), grid, "Generated polarized light");
                light(folder.resolve("optics-" + k + ".png"), section.expected(), grid, "By the optics");
            }
            out.printf(Locale.ROOT, "section %d: light off its optics by %.3f of the half range%n", k, misfit);
        }
        out.printf(
                Locale.ROOT,
                "mean %.3f; against the orientations of another section %.3f%npictures: %s%n",
                own,
                other,
                folder);
        out.flush();
    }

    private static void light(Path file, float[] channels, ScanGrid grid, String title) throws IOException {
        PlImage image = new PlImage(grid, channels, new float[PlImage.CHANNELS]);
        write(file, Plate.of(MapRendering.polarizedLight(image), grid).title(title));
    }

    private static void write(Path file, Plate plate) throws IOException {
        Files.write(file, Png.bytes(plate.image()));
    }
}
