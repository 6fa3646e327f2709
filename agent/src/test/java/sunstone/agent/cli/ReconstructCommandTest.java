package sunstone.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import sunstone.agent.cli.model.ModelCommandTest;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.light.LightStack;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.ScanGrid;
import sunstone.models.posterior.boundary.BoundaryProbability;

/** From the files of a generated section to its map. */
class ReconstructCommandTest {
    private static final int SIZE = 32;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void generate() {
        assertThat(run(
                        "generate",
                        "--out=" + folder.resolve("new/truth.ctf"),
                        "--size=" + SIZE,
                        "--grain-px=12",
                        "--pl=" + folder.resolve("light.tif"),
                        "--condition=clean",
                        "--ebsd=" + folder.resolve("points.ctf"),
                        "--points=60"))
                .isZero();
    }

    @Test
    void reconstruct_generatedSection_isNearTheTruth() {
        assertThat(reconstruct("points.ctf")).as(err.toString()).isZero();

        double[] errors = errors(map("map.ctf"), map("new/truth.ctf"));
        // most pixels lie in grains with a point: they are right to the noise of a point; a grain without one is not
        assertThat(errors[SIZE * SIZE / 2]).isLessThan(2);
        assertThat(errors[SIZE * SIZE * 7 / 10]).isLessThan(5);
        assertThat(folder.resolve("map-ipf.png")).isNotEmptyFile();
        assertThat(folder.resolve("map-uncertainty.png")).isNotEmptyFile();
        assertThat(out.toString()).contains("32 x 32 pixels from 36 frames and");
    }

    @Test
    void reconstruct_tableOfTheSamePoints_isTheSameMap() throws IOException {
        EbsdMap points = map("points.ctf");
        StringBuilder table = new StringBuilder("row,col,phi1,Phi,phi2,phase,confidence\n");
        for (String line : Files.readAllLines(folder.resolve("points.ctf"))) {
            String[] v = line.split("\t");
            if (v.length == 11 && v[0].equals("1")) {
                int col = (int) Double.parseDouble(v[1]);
                int row = (int) Double.parseDouble(v[2]);
                float confidence = points.quality()[row * SIZE + col];
                table.append(row + "," + col + "," + v[5] + "," + v[6] + "," + v[7] + ",1," + confidence + "\n");
            }
        }
        Files.writeString(folder.resolve("points.csv"), table + "0,0,0,0,0,0,0\n");

        assertThat(reconstruct("points.ctf")).as(err.toString()).isZero();
        Files.move(folder.resolve("map.ctf"), folder.resolve("first.ctf"));
        assertThat(reconstruct("points.csv")).as(err.toString()).isZero();

        assertThat(map("map.ctf").quaternions()).isEqualTo(map("first.ctf").quaternions());
    }

    @Test
    void reconstruct_lightOfAnotherSize_isBroughtOntoTheRasterOfThePoints() throws IOException {
        LightStack light = LightStack.read(folder.resolve("light.tif"));
        List<float[]> twice = new ArrayList<>();
        for (float[] frame : light.frames()) {
            float[] fine = new float[4 * frame.length];
            for (int i = 0; i < fine.length; i++) {
                fine[i] = frame[i / (2 * SIZE) / 2 * SIZE + i % (2 * SIZE) / 2];
            }
            twice.add(fine);
        }
        new LightStack(2 * SIZE, 2 * SIZE, twice).write(folder.resolve("light.tif"));

        assertThat(reconstruct("points.ctf")).as(err.toString()).isZero();

        assertThat(out.toString()).contains("32 x 32 pixels from 36 frames and").contains("place on the map: ");
        assertThat(errors(map("map.ctf"), map("new/truth.ctf"))[SIZE * SIZE / 2])
                .isLessThan(2);
    }

    @Test
    void reconstruct_lightTurnedHalfRound_isFoundByTheMarksOfAnOperator() throws IOException {
        LightStack light = LightStack.read(folder.resolve("light.tif"));
        List<float[]> turned = new ArrayList<>();
        for (float[] frame : light.frames()) {
            float[] back = new float[frame.length];
            for (int i = 0; i < back.length; i++) {
                back[i] = frame[frame.length - 1 - i];
            }
            turned.add(back);
        }
        new LightStack(SIZE, SIZE, turned).write(folder.resolve("light.tif"));
        Path marks = folder.resolve("marks.csv");
        Files.writeString(marks, "lightRow,lightCol,row,col\n1,1,30,30\n1,30,30,1\n30,1,1,29\n");

        assertThat(reconstruct("points.ctf", "--alignment=" + marks))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("place on the map: ");
        assertThat(errors(map("map.ctf"), map("new/truth.ctf"))[SIZE * SIZE / 2])
                .isLessThan(2);
        Files.writeString(marks, "lightRow,lightCol,row,col\n1,1,1,30\n1,30,1,1\n30,1,30,30\n");
        assertThat(reconstruct("points.ctf", "--alignment=" + marks)).isEqualTo(2);
        assertThat(err.toString()).contains("mirrored");
    }

    @Test
    void reconstruct_mapOfTwiceTheStep_isBroughtOntoTheRasterOfTheLight() {
        EbsdMap truth = map("new/truth.ctf");
        int half = SIZE / 2;
        byte[] phase = new byte[half * half];
        float[] quality = new float[half * half];
        double[] q = new double[4 * half * half];
        for (int i = 0; i < phase.length; i++) {
            int at = truth.grid().index(2 * (i / half), 2 * (i % half));
            phase[i] = truth.phase()[at];
            quality[i] = truth.quality()[at];
            System.arraycopy(truth.quaternions(), 4 * at, q, 4 * i, 4);
        }
        ScanGrid grid = new ScanGrid(half, half, 2 * truth.grid().stepUm());
        EbsdMap coarse = new EbsdMap(grid, truth.phases(), phase, q, quality, List.of());
        assertThatNoException()
                .isThrownBy(() -> EbsdMaps.write(
                        coarse,
                        new float[half * half],
                        new boolean[half * half],
                        "coarse",
                        folder.resolve("coarse.ctf")));

        assertThat(reconstruct("coarse.ctf", "--grid=" + SIZE + "x" + SIZE))
                .as(err.toString())
                .isZero();

        EbsdMap fine = map("map.ctf");
        assertThat(fine.grid()).isEqualTo(truth.grid());
        double[] errors = errors(fine, truth);
        assertThat(errors[SIZE * SIZE * 8 / 10]).isLessThan(1);
        assertThat(reconstruct("coarse.ctf", "--grid=8x8")).isEqualTo(2);
        assertThat(err.toString()).contains("coarser raster of 8 x 8");
    }

    @Test
    void reconstruct_boundariesAndDenoised_areWrittenBesideTheMap() throws IOException {
        assertThat(reconstruct(
                        "points.ctf",
                        "--boundaries=" + folder.resolve("layers/b.png"),
                        "--denoised=" + folder.resolve("layers/d.tif")))
                .as(err.toString())
                .isZero();

        BufferedImage lines = ImageIO.read(folder.resolve("layers/b.png").toFile());
        assertThat(lines.getWidth()).isEqualTo(SIZE);
        assertThat(lines.getHeight()).isEqualTo(SIZE);
        boolean[] truth = BoundaryProbability.dilated(new ScanGrid(SIZE, SIZE, 1), boundary(map("new/truth.ctf")));
        int on = 0, right = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            int level = lines.getRGB(i % SIZE, i / SIZE) & 0xff;
            assertThat(level).isIn(0, 255);
            on += level == 255 ? 1 : 0;
            right += level == 255 && truth[i] ? 1 : 0;
        }
        assertThat(on).isGreaterThan(SIZE / 2);
        assertThat(right).isGreaterThan(on * 8 / 10);
        assertThat(folder.resolve("layers/b-probability.png")).isNotEmptyFile();
        assertThat(folder.resolve("layers/b-kinds.png")).isNotEmptyFile();
        assertThat(out.toString())
                .containsPattern("grains of 10 px and more: \\d")
                .contains("ASTM number");

        LightStack clean = LightStack.read(folder.resolve("light.tif"));
        LightStack denoised = LightStack.read(folder.resolve("layers/d.tif"));
        assertThat(denoised.frames()).hasSize(36);
        double off = 0;
        for (int i = 0; i < SIZE * SIZE; i++) {
            off += Math.abs(denoised.frames().get(5)[i] - clean.frames().get(5)[i]) / (SIZE * SIZE);
        }
        assertThat(off).isLessThan(0.02);
    }

    private static boolean[] boundary(EbsdMap map) {
        float[] q = new float[map.quaternions().length];
        for (int i = 0; i < q.length; i++) {
            q[i] = (float) map.quaternions()[i];
        }
        return BoundaryProbability.boundary(map.grid(), LaueGroup.HEXAGONAL, q, null, 5);
    }

    @Test
    void reconstruct_layersOfOtherEndings_areRefused() {
        assertThat(reconstruct("points.ctf", "--boundaries=b.jpg")).isEqualTo(2);
        assertThat(err.toString()).contains("--boundaries must end in .png: b.jpg");
        assertThat(reconstruct("points.ctf", "--denoised=d.png")).isEqualTo(2);
        assertThat(err.toString()).contains("--denoised must end in .tif or .tiff: d.png");
    }

    @Test
    void reconstruct_badTable_namesLineAndValue() throws IOException {
        Files.writeString(folder.resolve("a.csv"), "row,col,phi1,Phi,phi2\n1,1,10,20,thirty\n");
        assertThat(reconstruct("a.csv")).isEqualTo(2);
        assertThat(err.toString()).contains("a.csv").contains("line 2").contains("thirty");

        Files.writeString(folder.resolve("b.csv"), "row,col,phi1,Phi,phi2\n1,99,10,20,30\n");
        assertThat(reconstruct("b.csv")).isEqualTo(2);
        assertThat(err.toString()).contains("col 99").contains("32 x 32");

        Files.writeString(folder.resolve("c.csv"), "y,x\n1,2\n");
        assertThat(reconstruct("c.csv")).isEqualTo(2);
        assertThat(err.toString()).contains("needs columns");
    }

    @Test
    void reconstruct_framesAtOneAngle_saysWhatIsNeeded() {
        assertThat(reconstruct("points.ctf", "--step-deg=180")).isEqualTo(2);
        assertThat(err.toString()).contains("36 frames at steps of 180.0 degrees");
    }

    private int reconstruct(String ebsd, String... more) {
        String[] args = {
            "reconstruct",
            "--pl=" + folder.resolve("light.tif"),
            "--ebsd=" + folder.resolve(ebsd),
            "--out=" + folder.resolve("map.ctf"),
            "--members=4",
            "--model=" + ModelCommandTest.shipped().toAbsolutePath()
        };
        String[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return run(all);
    }

    private int run(String... args) {
        CommandLine line = Sunstone.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    private EbsdMap map(String file) {
        return EbsdMaps.read(folder.resolve(file)).fold(m -> m, refused -> {
            throw new AssertionError(refused.reason());
        });
    }

    /** Sorted disorientations, degrees. */
    private static double[] errors(EbsdMap a, EbsdMap b) {
        return IntStream.range(0, SIZE * SIZE)
                .mapToDouble(i -> Math.toDegrees(
                        LaueGroup.HEXAGONAL.disorientation(a.quaternions(), 4 * i, b.quaternions(), 4 * i)))
                .sorted()
                .toArray();
    }
}
