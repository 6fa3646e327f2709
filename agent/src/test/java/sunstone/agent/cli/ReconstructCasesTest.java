package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.light.LightStack;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.LaueGroup;

/** What a measured two-phase map carries survives reconstruct; what is a guess is told from what was measured. */
class ReconstructCasesTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static Path reference(String name) {
        String named = System.getProperty("sunstone.shared");
        Path shared = named == null ? Path.of("shared") : Path.of(named);
        for (Path p = Path.of("").toAbsolutePath(); p != null && named == null; p = p.getParent()) {
            if (Files.isDirectory(p.resolve("shared/reference"))) {
                shared = p.resolve("shared");
                break;
            }
        }
        assumeThat(shared)
                .as("no folder with shared/reference; name it with -Dsunstone.shared")
                .exists();
        return shared.resolve("reference").resolve(name);
    }

    private int reconstruct(Path ebsd, String target, String... more) throws Exception {
        List<float[]> frames = new ArrayList<>();
        for (int k = 0; k < 36; k++) {
            float[] f = new float[24 * 30];
            for (int i = 0; i < f.length; i++) {
                f[i] = (float) (0.4 + 0.2 * Math.cos(Math.toRadians(20 * k + i % 30)));
            }
            frames.add(f);
        }
        new LightStack(24, 30, frames).write(folder.resolve("light.tif"));
        List<String> args = new ArrayList<>(List.of(
                "reconstruct",
                "--pl=" + folder.resolve("light.tif"),
                "--ebsd=" + ebsd,
                "--out=" + folder.resolve(target),
                "--model=none"));
        args.addAll(List.of(more));
        CommandLine line = Sunstone.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args.toArray(String[]::new));
    }

    /** With the shipped prior and four members, of a case of the shared folder. */
    private double meanErrorDeg(String light, String section, String target) {
        CommandLine line = Sunstone.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int exit = line.execute(
                "reconstruct",
                "--pl=" + reference("cases/" + light),
                "--ebsd=" + reference("cases/" + section + "/points.ctf"),
                "--out=" + folder.resolve(target),
                "--model=" + ContainerFilesTest.root().resolve("models/zoo/hexagonal/model.onnx"),
                "--members=4");
        assertThat(exit).as(err.toString()).isZero();
        EbsdMap truth = map(reference("cases/" + section + "/truth.ctf")), map = map(folder.resolve(target));
        double sum = 0;
        int n = 0;
        for (int i = 0; i < truth.grid().size(); i++) {
            if (truth.phase()[i] == 1) {
                assertThat(map.phase()[i]).isEqualTo((byte) 1);
                sum += LaueGroup.HEXAGONAL.disorientation(truth.quaternions(), 4 * i, map.quaternions(), 4 * i);
                n++;
            }
        }
        return Math.toDegrees(sum / n);
    }

    /** The lamp was off. */
    @Test
    void reconstruct_constantLight_saysSoAndClaimsNoMoreThanPointsAllow() {
        double error = meanErrorDeg("60-pl/const.tif", "base", "const.ctf");

        assertThat(out.toString()).contains("light: left out").contains("shows any contrast");
        Matcher claim = Pattern.compile("mean uncertainty ([\\d.]+) degrees").matcher(out.toString());
        assertThat(claim.find()).as(out.toString()).isTrue();
        assertThat(Double.parseDouble(claim.group(1))).isBetween(0.8 * error, 2 * error);
    }

    @Test
    void reconstruct_twoThirdsOfTheExposure_isAsGoodAsTheWhole() {
        double whole = meanErrorDeg("62-exposure/light-1.00.tif", "62-exposure", "whole.ctf");
        double less = meanErrorDeg("62-exposure/light-0.65.tif", "62-exposure", "less.ctf");

        assertThat(out.toString()).contains("gain 0.6");
        assertThat(less).isLessThan(1.15 * whole);
    }

    private static EbsdMap map(Path file) {
        return EbsdMaps.read(file).fold(m -> m, refused -> {
            throw new AssertionError(refused.reason());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"map.ctf", "map.ang"})
    void reconstruct_wholeTwoPhaseMap_changesNothingOfIt(String target) throws Exception {
        Path control = reference("cases/00-control/lf.ctf");
        assertThat(reconstruct(control, target)).as(err.toString()).isZero();

        EbsdMap before = map(control), after = map(folder.resolve(target));
        assertThat(after.phase()).isEqualTo(before.phase());
        assertThat(after.crystals()).isEqualTo(before.crystals());
        assertThat(after.grid()).isEqualTo(before.grid());
        for (int i = 0; i < before.grid().size(); i++) {
            double error = LaueGroup.CUBIC.disorientation(before.quaternions(), 4 * i, after.quaternions(), 4 * i);
            assertThat(Math.toDegrees(error)).isLessThan(1.5e-4);
            if (target.endsWith(".ctf")) {
                assertThat(after.quality()[i]).isEqualTo(before.quality()[i]);
            }
        }
    }

    @Test
    void reconstruct_contradictoryFile_printsTheNotesOfItsReader() throws Exception {
        assertThat(reconstruct(reference("cases/18-ctf-laue-against-lattice/laue11.ctf"), "map.ctf"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString()).contains("note: phase 1 (Ti-Hex)").contains("194");
    }

    @Test
    void reconstruct_otherEnding_isRefusedNamingThoseWritten() throws Exception {
        assertThat(reconstruct(reference("cases/00-control/lf.ctf"), "map.png")).isEqualTo(2);
        assertThat(err.toString()).contains(".ctf, .ang or .h5");
    }

    @Test
    void reconstruct_gridOfATable_isItsRaster() throws Exception {
        assertThat(reconstruct(reference("cases/51-csv/plain.csv"), "map.ctf", "--grid=48"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("ROWSxCOLS");
        assertThat(reconstruct(reference("cases/51-csv/plain.csv"), "map.ctf", "--grid=10x10"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("raster of 10 x 10");
    }
}
