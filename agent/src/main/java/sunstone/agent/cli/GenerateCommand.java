package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.cli.option.SectionOptions;
import sunstone.connectors.format.light.LightStack;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.text.CtfWriter;
import sunstone.connectors.instrument.Measurement;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.PlScaling;
import sunstone.simulators.microscope.MicroscopeOptions;
import sunstone.simulators.microscope.VirtualMicroscope;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.microstructure.Specimen;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** {@code sunstone generate}: makes a map; with its defaults, the one that is shipped for the demo. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description =
                "Generates the map of a titanium section with a few twins and writes it as .ctf; if asked, its polarized light"
                        + " and some measured points too, as input of sunstone reconstruct.")
final class GenerateCommand implements Callable<Integer> {
    private static final int FRAMES = 36;

    @Spec
    CommandSpec spec;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "File to write, ending in .ctf; with --sections a folder, one section-NNN.ctf each.")
    Path out;

    @Option(
            names = "--seed",
            defaultValue = "7",
            paramLabel = "S",
            description = "Which of all maps (default ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--pl",
            paramLabel = "FILE",
            description =
                    "Also write its polarized-light stack, 36 pages of a 16-bit TIFF; with --sections a folder, one"
                            + " section-NNN.tif each.")
    @Nullable
    Path pl;

    @Option(
            names = "--condition",
            defaultValue = "camera",
            paramLabel = "NAME",
            description = "Of the stack: " + PlCondition.NAMES + " (default ${DEFAULT-VALUE}).")
    String condition;

    @Option(
            names = "--ebsd",
            paramLabel = "FILE",
            description =
                    "Also measure --points of its pixels and write them, ending in .ctf; the others are not indexed.")
    @Nullable
    Path ebsd;

    @Option(
            names = "--points",
            defaultValue = "100",
            paramLabel = "N",
            description = "Points of --ebsd, at random places (default ${DEFAULT-VALUE}).")
    int points;

    @Mixin
    SectionOptions specimen;

    @Override
    public Integer call() throws IOException {
        if (specimen.given()) {
            return sections();
        }
        int size = specimen.sizePx();
        if (ebsd != null
                && (points < 1 || points > size * size || !ebsd.toString().endsWith(".ctf"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--points must be 1 to the number of pixels, --ebsd must end in .ctf: " + points + ", " + ebsd);
        }
        if (!out.toString().endsWith(".ctf")) {
            throw new ParameterException(spec.commandLine(), "--out must end in .ctf: " + out);
        }
        for (Path file : new Path[] {out, pl, ebsd}) {
            Path folder = file == null ? null : file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        }
        EbsdMap map = map(size, specimen.grainPx(), seed);
        String author = "Sunstone, generated, seed " + seed;
        CtfWriter.write(map, author, out);
        if (pl != null) {
            light(map.toOrientationMap(1), seed).write(pl);
        }
        if (ebsd != null) {
            CtfWriter.write(measured(map), author, ebsd);
        }
        return 0;
    }

    /** Writes one file per section of a specimen. */
    private int sections() throws IOException {
        if (ebsd != null) {
            throw new ParameterException(spec.commandLine(), "--ebsd is for a single map, not for --sections");
        }
        Files.createDirectories(out);
        if (pl != null) {
            Files.createDirectories(pl);
        }
        for (Specimen.Cut cut : specimen.cut(seed)) {
            String name = String.format(Locale.ROOT, "section-%03d", cut.number());
            String author = String.format(
                    Locale.ROOT,
                    "Sunstone, generated, seed %d, section %d at %.3f um",
                    seed,
                    cut.number(),
                    cut.depthPx());
            CtfWriter.write(whole(cut.map()), author, out.resolve(name + ".ctf"));
            if (pl != null) {
                light(cut.map(), cut.seed()).write(pl.resolve(name + ".tif"));
            }
        }
        return 0;
    }

    private LightStack light(OrientationMap map, long section) {
        try {
            PlCamera camera = PlCamera.ofSection(
                    map,
                    MuellerChain.titanium(),
                    PlCondition.parse(condition),
                    PlScaling.canonical(),
                    FRAMES,
                    seed,
                    section);
            List<float[]> frames =
                    IntStream.range(0, FRAMES).mapToObj(camera::frame).toList();
            return new LightStack(map.grid().rows(), map.grid().cols(), frames);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Some pixels as the virtual microscope sees them. */
    private EbsdMap measured(EbsdMap map) {
        int size = map.grid().cols();
        VirtualMicroscope microscope =
                new VirtualMicroscope(map.toOrientationMap(1), MicroscopeOptions.defaults(), seed);
        byte[] phase = new byte[size * size];
        double[] q = new double[4 * size * size];
        for (int p = 0; p < size * size; p++) {
            q[4 * p] = 1;
        }
        float[] quality = new float[size * size];
        int[] places = new SplittableRandom(seed)
                .ints(0, size * size)
                .distinct()
                .limit(points)
                .toArray();
        for (int p : places) {
            Measurement m = microscope.measure(p / size, p % size);
            phase[p] = (byte) m.phase();
            System.arraycopy(new double[] {m.w(), m.x(), m.y(), m.z()}, 0, q, 4 * p, 4);
            quality[p] = (float) m.confidence();
        }
        return new EbsdMap(map.grid(), map.phases(), phase, q, quality, List.of());
    }

    /** A section of random and basal grains, a third of them twinned, slightly bent inside. */
    static EbsdMap map(int size, double diameter, long seed) {
        return whole(MicrostructureGenerator.generate(
                        new ScanGrid(size, size, 1),
                        MicrostructureRecipe.titanium(diameter),
                        new SplittableRandom(seed))
                .map());
    }

    private static EbsdMap whole(OrientationMap map) {
        byte[] phase = new byte[map.grid().size()];
        Arrays.fill(phase, (byte) 1);
        float[] quality = new float[phase.length];
        Arrays.fill(quality, 1);
        return new EbsdMap(
                map.grid(),
                List.of(new Phase(1, "Titanium", LaueGroup.HEXAGONAL)),
                phase,
                map.quaternions(),
                quality,
                List.of());
    }
}
