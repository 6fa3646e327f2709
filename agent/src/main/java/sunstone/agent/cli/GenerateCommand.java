package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.connectors.format.CtfWriter;
import sunstone.connectors.format.EbsdMap;
import sunstone.connectors.format.LightStack;
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
import sunstone.simulators.microstructure.Texture;
import sunstone.simulators.polarizedlight.MuellerChain;
import sunstone.simulators.polarizedlight.PlCamera;
import sunstone.simulators.polarizedlight.PlCondition;

/** {@code sunstone generate}: makes a map; with its defaults, the one that is shipped for the demo. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description =
                "Generates the map of a titanium section with a few twins and writes it as .ctf; if asked, its polarised light"
                        + " and some measured points too, as input of sunstone reconstruct.")
final class GenerateCommand implements Callable<Integer> {
    private static final int FRAMES = 36;

    @Spec
    CommandSpec spec;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "File to write, ending in .ctf.")
    Path out;

    @Option(
            names = "--size",
            defaultValue = "128",
            paramLabel = "N",
            description = "Rows and columns, px (default ${DEFAULT-VALUE}).")
    int size;

    @Option(
            names = "--grain-px",
            defaultValue = "18",
            paramLabel = "D",
            description = "Median grain size, px, 3 to 60 (default ${DEFAULT-VALUE}).")
    double diameter;

    @Option(
            names = "--seed",
            defaultValue = "7",
            paramLabel = "S",
            description = "Which of all maps (default ${DEFAULT-VALUE}).")
    long seed;

    @Option(
            names = "--pl",
            paramLabel = "FILE",
            description = "Also write its polarised-light stack, 36 pages of a 16-bit TIFF.")
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

    @Override
    public Integer call() throws IOException {
        if (ebsd != null
                && (points < 1 || points > size * size || !ebsd.toString().endsWith(".ctf"))) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--points must be 1 to the number of pixels, --ebsd must end in .ctf: " + points + ", " + ebsd);
        }
        if (size < 8
                || size > 4096
                || !(diameter >= 3 && diameter <= 60)
                || !out.toString().endsWith(".ctf")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--size must be 8 to 4096 px, --grain-px 3 to 60 px, --out must end in .ctf: " + size + " px, "
                            + diameter + " px, " + out);
        }
        for (Path file : new Path[] {out, pl, ebsd}) {
            Path folder = file == null ? null : file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
        }
        EbsdMap map = map(size, diameter, seed);
        String author = "Sunstone, generated, seed " + seed;
        CtfWriter.write(map, author, out);
        if (pl != null) {
            light(map).write(pl);
        }
        if (ebsd != null) {
            CtfWriter.write(measured(map), author, ebsd);
        }
        return 0;
    }

    private LightStack light(EbsdMap map) {
        try {
            float[][] frames = PlCamera.frames(
                    map.toOrientationMap(1),
                    MuellerChain.titanium(),
                    PlCondition.parse(condition),
                    PlScaling.canonical(),
                    FRAMES,
                    seed);
            return new LightStack(size, size, List.of(frames));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** Some pixels as the virtual microscope sees them. */
    private EbsdMap measured(EbsdMap map) {
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
        MicrostructureRecipe recipe = new MicrostructureRecipe(
                LaueGroup.HEXAGONAL,
                diameter,
                0.35,
                1.2,
                0.6,
                0.05,
                Texture.MIXED,
                20,
                0,
                0,
                0,
                0,
                3,
                0.3,
                0.2,
                1.587,
                0.8);
        OrientationMap map = MicrostructureGenerator.generate(
                        new ScanGrid(size, size, 1), recipe, new SplittableRandom(seed))
                .map();
        byte[] phase = new byte[size * size];
        Arrays.fill(phase, (byte) 1);
        float[] quality = new float[size * size];
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
