package sunstone.agent.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.agent.config.AgentConfig;
import sunstone.agent.config.Loaded;
import sunstone.agent.config.MicroscopeConfig;
import sunstone.agent.config.SuiteConfig;
import sunstone.connectors.format.EbsdFile;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.SparsePoints;
import sunstone.connectors.format.light.LightStack;

/** Damaged files of every kind that is read: a value or a refusal. */
class FileFuzzTest {
    private static final long MOST_BYTES = 16 << 20;
    private static final String CTF = """
            Channel Text File
            Prj	made for a test
            JobMode	Grid
            XCells	3
            YCells	2
            XStep	0.5
            YStep	0.5
            Phases	2
            2.95;2.95;4.68	90;90;120	Ti	9	0
            3.3;3.3;3.3	90;90;90	Beta	11	0
            Phase	X	Y	Bands	Error	Euler1	Euler2	Euler3	MAD	BC	BS
            1	0.0	0.0	8	0	10.0	20.0	30.0	0.5	100	0
            2	0.5	0.0	8	0	0.0	0.0	0.0	0.5	100	0
            1	1.0	0.0	8	0	0,5	0.0	0.0	0.5	100	0
            0	0.0	0.5	8	0	NaN	20.0	30.0	0.5	100	0
            1	0.5	0.5	8	0	-10.0	340.0	370.0	0.5	100	0
            1	1.0	0.5	8	0	-10.0	340.0	370.0	0.5	100	0
            """;

    private static final String ANG = """
            # Phase 1
            # MaterialName Ti
            # Symmetry 62
            # Phase 2
            # MaterialName Beta
            # Symmetry 43
            # GRID: SqrGrid
            # XSTEP: 0.5
            # YSTEP: 0.5
            # NCOLS_ODD: 2
            # NCOLS_EVEN: 2
            # NROWS: 2
            1.0 1.0 1.0 0.0 0.0 10 0.9 1 1 1
            1.0 1.0 1.0 0.5 0.0 10 0.9 2 1 1
            1.0 1.0 1.0 0.0 0.5 10 0.9 1 1 1
            1.0 1.0 1.0 0.5 0.5 10 -1 0 1 1
            """;

    private static final String CPR = """
            [General]
            Version=5
            JobMode=RegularGrid
            [Job]
            xCells=3
            yCells=2
            GridDistX=0.5
            GridDistY=0.5
            NoOfPoints=6
            [Phases]
            Count=1
            [Phase1]
            StructureName=Ti
            LaueGroup=9
            [Fields]
            Count=4
            Field1=3
            Field2=4
            Field3=5
            Field4=7
            """;

    @TempDir
    Path dir;

    @Test
    void read_damagedCtf_givesAMapOrARefusal() throws IOException {
        assertThat(damaged("CTF", "map.ctf", CTF)).isBetween(0.0, 0.95);
    }

    @Test
    void read_damagedAng_givesAMapOrARefusal() throws IOException {
        assertThat(damaged("ANG", "map.ang", ANG)).isBetween(0.0, 0.95);
    }

    private double damaged(String kind, String name, String good) throws IOException {
        Path file = Files.writeString(dir.resolve(name), good, ISO_8859_1);
        assertThat(EbsdMaps.read(file)).as("the good file").isInstanceOf(EbsdFile.Read.class);
        return Fuzz.run(kind, Fuzz.CASES / 3, MOST_BYTES, random -> {
            Files.write(file, Damage.text(good.getBytes(ISO_8859_1), random));
            return EbsdMaps.read(file) instanceof EbsdFile.Read;
        });
    }

    @Test
    void read_damagedCprAndCrc_givesAMapOrARefusal() throws IOException {
        ByteBuffer points = ByteBuffer.allocate(6 * 14).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 6; i++) {
            points.put((byte) (i % 2))
                    .putFloat(0.1f * i)
                    .putFloat(0.2f * i)
                    .putFloat(0.3f)
                    .put((byte) 200);
        }
        Path project = Files.writeString(dir.resolve("map.cpr"), CPR, ISO_8859_1);
        Path data = Files.write(dir.resolve("map.crc"), points.array());
        assertThat(EbsdMaps.read(project)).as("the good file").isInstanceOf(EbsdFile.Read.class);

        Fuzz.run("CPR", Fuzz.CASES / 3, MOST_BYTES, random -> {
            boolean header = random.nextInt(3) > 0;
            Files.write(project, header ? Damage.text(CPR.getBytes(ISO_8859_1), random) : CPR.getBytes(ISO_8859_1));
            Files.write(data, header ? points.array() : Damage.bytes(points.array(), random));
            return EbsdMaps.read(project) instanceof EbsdFile.Read;
        });
    }

    @Test
    void read_damagedHexAng_givesAMapOrARefusal() throws IOException {
        String hex = ANG.replace("SqrGrid", "HexGrid")
                .replace("YSTEP: 0.5", "YSTEP: 0.4330127")
                .replace("0.0 0.5 10", "0.25 0.4330127 10")
                .replace("0.5 0.5 10", "0.75 0.4330127 10");
        assertThat(damaged("hexagonal ANG", "map.ang", hex)).isBetween(0.0, 0.95);
    }

    @ParameterizedTest
    @EnumSource(GoodHdf5.class)
    void read_damagedHdf5_givesAMapOrARefusal(GoodHdf5 kind) throws IOException {
        Path file = dir.resolve(kind.fileName());
        kind.write(file);
        assertThat(EbsdMaps.read(file)).as("the good file").isInstanceOf(EbsdFile.Read.class);
        byte[] good = Files.readAllBytes(file);
        Fuzz.run(kind.name(), Fuzz.CASES / 5, MOST_BYTES, random -> {
            Path damaged = Files.write(dir.resolve(random.nextInt(50) + kind.fileName()), Damage.bytes(good, random));
            return EbsdMaps.read(damaged) instanceof EbsdFile.Read;
        });
    }

    @Test
    void read_damagedTable_givesPointsOrARefusal() throws IOException {
        String good =
                "row,col,phi1,Phi,phi2,phase,confidence\n1,2,10.5,20,30,1,0.5\n3,0,1e2,20,30,1,0.9\n0,0,0,0,0,0,0\n";
        Path file = dir.resolve("points.csv");
        Fuzz.run("CSV", Fuzz.CASES / 3, MOST_BYTES, random -> {
            Files.write(file, Damage.text(good.getBytes(ISO_8859_1), random));
            try {
                return !SparsePoints.read(file, 5, 5, 0, null, true).points().isEmpty();
            } catch (IllegalArgumentException e) { // is how it refuses
                assertThat(e.getMessage()).contains("points.csv");
                return false;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void read_damagedTiff_givesFramesOrARefusal(boolean predictor) throws IOException {
        byte[] good = GoodTiff.bytes(predictor);
        Path file = Files.write(dir.resolve("light.tif"), good);
        assertThat(LightStack.read(file).frames()).hasSize(2);
        Fuzz.run("TIFF", Fuzz.CASES / 3, MOST_BYTES, random -> {
            Files.write(file, Damage.bytes(good, random));
            try {
                return !LightStack.read(file).frames().isEmpty();
            } catch (IOException e) { // is how it refuses
                assertThat(e.getMessage()).contains("light.tif");
                return false;
            }
        });
    }

    @Test
    void read_damagedConfiguration_givesSettingsOrARefusal() throws IOException {
        byte[] agent = Files.readAllBytes(Path.of("../config/agent.yaml"));
        byte[] microscope = Files.readAllBytes(Path.of("../config/microscope.yaml"));
        byte[] suite = Files.readAllBytes(Path.of("../config/suites/standard.yaml"));
        Path file = dir.resolve("any.yaml");

        double taken = Fuzz.run("YAML", Fuzz.CASES / 2, 64 << 20, random -> {
            int which = random.nextInt(3);
            byte[] good = which == 0 ? agent : which == 1 ? microscope : suite;
            Files.write(file, Damage.text(uncommented(good), random));
            Loaded<?> loaded = which == 0
                    ? AgentConfig.read(file)
                    : which == 1 ? MicroscopeConfig.read(file) : SuiteConfig.read(file);
            return loaded.fold(c -> true, reason -> {
                assertThat(reason).contains("any.yaml");
                return false;
            });
        });

        assertThat(taken).isBetween(0.0, 0.95);
    }

    /** Comments would take most of the damage. */
    private static byte[] uncommented(byte[] yaml) {
        return new String(yaml, ISO_8859_1).replaceAll("(?m)^ *#.*\n", "").getBytes(ISO_8859_1);
    }
}
