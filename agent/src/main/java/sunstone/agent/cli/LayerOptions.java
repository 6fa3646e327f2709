package sunstone.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sunstone.agent.picture.MapRendering;
import sunstone.agent.picture.Plate;
import sunstone.agent.picture.Png;
import sunstone.connectors.format.light.LightStack;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.MemberLight;
import sunstone.models.posterior.Posterior;
import sunstone.models.posterior.Snapshot;
import sunstone.models.posterior.boundary.BoundaryKind;
import sunstone.models.posterior.boundary.BoundaryMap;
import sunstone.models.posterior.boundary.GrainStatistics;

/** Options of what is derived from a posterior and written beside the map. */
final class LayerOptions {
    @Option(
            names = "--boundaries",
            paramLabel = "FILE.png",
            description =
                    "Grain boundaries, an image of the map's raster: 255 where the right or lower neighbour in the map is"
                            + " turned by more than 5 degrees, else 0; beside it the share of the ensemble that has one there"
                            + " (-probability.png, 255 is all) and their kinds (-kinds.png: high angle black, low angle blue,"
                            + " twin red). Grain statistics are printed.")
    @Nullable
    Path boundaries;

    @Option(
            names = "--denoised",
            paramLabel = "FILE.tif",
            description =
                    "Light without noise, scratches and dirt, a 16-bit TIFF of the map's raster with a page for each"
                            + " frame at the stage angles of --pl: titanium, analyser 1 degree off crossed, stage at its zero; full"
                            + " scale is the brightest crystal there can be.")
    @Nullable
    Path denoised;

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException naming the value that will not do
     */
    void check() {
        if (boundaries != null && !ending(boundaries, ".png")) {
            throw new IllegalArgumentException("--boundaries must end in .png: " + boundaries);
        }
        if (denoised != null && !ending(denoised, ".tif") && !ending(denoised, ".tiff")) {
            throw new IllegalArgumentException("--denoised must end in .tif or .tiff: " + denoised);
        }
    }

    private static boolean ending(Path file, String end) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(end);
    }

    /**
     * Writes what was asked for.
     *
     * @param stageDeg stage angle of each frame, degrees
     * @param out told of the grains
     */
    void write(Snapshot snapshot, Posterior posterior, List<Double> stageDeg, PrintWriter out) throws IOException {
        if (boundaries != null) {
            writeBoundaries(boundaries, snapshot, posterior, out);
        }
        if (denoised != null) {
            ScanGrid grid = snapshot.grid();
            folder(denoised);
            float[] light = MemberLight.of(posterior.members()).denoised(snapshot.pl());
            new LightStack(
                            grid.rows(),
                            grid.cols(),
                            stageDeg.stream()
                                    .map(deg -> MemberLight.frame(light, deg))
                                    .toList())
                    .write(denoised);
        }
    }

    private static void writeBoundaries(Path file, Snapshot snapshot, Posterior posterior, PrintWriter out)
            throws IOException {
        ScanGrid grid = snapshot.grid();
        BoundaryMap map = BoundaryMap.of(posterior, snapshot.region());
        byte[] lines = new byte[grid.size()], probability = new byte[grid.size()];
        for (int i = 0; i < lines.length; i++) {
            lines[i] = (byte) (map.lines()[i] ? 255 : 0);
            probability[i] = (byte) Math.round(255 * map.probability().here()[i]);
        }
        folder(file);
        Files.write(file, Png.bytes(MapRendering.grey(grid, lines)));
        String name = String.valueOf(file.getFileName());
        String stem = name.substring(0, name.lastIndexOf('.'));
        Files.write(file.resolveSibling(stem + "-probability.png"), Png.bytes(MapRendering.grey(grid, probability)));
        Plate kinds =
                Plate.of(MapRendering.boundaries(map), grid).title("Boundaries: high angle black, low blue, twin red");
        Files.write(file.resolveSibling(stem + "-kinds.png"), Png.bytes(kinds.image()));
        GrainStatistics s = GrainStatistics.of(grid, snapshot.laue(), posterior.members(), snapshot.region());
        int length = (int)
                IntStream.range(0, grid.size()).filter(i -> map.lines()[i]).count();
        out.printf(
                Locale.ROOT,
                "grains of %d px and more: %.1f +- %.1f, diameter %.2f +- %.2f um, aspect ratio %.2f +- %.2f, ASTM number"
                        + " %.2f +- %.2f; boundaries: %d px, of them %d low angle, %d high angle, %d twin%n",
                GrainStatistics.SMALLEST_PX,
                s.number().mean(),
                s.number().sd(),
                s.diameterUm().mean(),
                s.diameterUm().sd(),
                s.aspectRatio().mean(),
                s.aspectRatio().sd(),
                s.astm().mean(),
                s.astm().sd(),
                length,
                map.count(BoundaryKind.LOW_ANGLE),
                map.count(BoundaryKind.HIGH_ANGLE),
                map.count(BoundaryKind.TWIN));
    }

    private static void folder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }
}
