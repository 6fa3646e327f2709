package sunstone.agent.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.connectors.format.CtfWriter;
import sunstone.connectors.format.EbsdMap;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;
import sunstone.simulators.microstructure.MicrostructureGenerator;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.microstructure.Texture;

/** {@code sunstone generate}: makes a map; with its defaults, the one that is shipped for the demo. */
@Command(
        name = "generate",
        mixinStandardHelpOptions = true,
        description = "Generates the map of a titanium section with a few twins and writes it as .ctf.")
final class GenerateCommand implements Callable<Integer> {
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

    @Override
    public Integer call() throws IOException {
        if (size < 8
                || size > 4096
                || !(diameter >= 3 && diameter <= 60)
                || !out.toString().endsWith(".ctf")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--size must be 8 to 4096 px, --grain-px 3 to 60 px, --out must end in .ctf: " + size + " px, "
                            + diameter + " px, " + out);
        }
        CtfWriter.write(map(size, diameter, seed), "Sunstone, generated, seed " + seed, out);
        return 0;
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
