package sunstone.connectors.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.connectors.format.SharedFiles;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;

class CprReaderTest {
    /** Two points, the angles behind a band contrast and in another order. */
    private static final String PROJECT = """
            [Job]
            GridDistX=0,2
            GridDistY=0,2
            xCells=2
            yCells=1
            [Fields]
            Count=4
            Field1=7
            Field2=5
            Field3=3
            Field4=4
            [Phases]
            Count=1
            [Phase1]
            StructureName=Zr
            LaueGroup=9
            """;

    @TempDir
    Path dir;

    @BeforeEach
    void data() throws IOException {
        ByteBuffer b = ByteBuffer.allocate(28).order(ByteOrder.LITTLE_ENDIAN);
        b.put((byte) 1).put((byte) 255).putFloat(0.3f).putFloat(0.1f).putFloat(0.2f);
        b.put((byte) 0).put((byte) 51).putFloat(Float.NaN).putFloat(0).putFloat(0);
        Files.write(dir.resolve("a.crc"), b.array());
    }

    private Path project(String text) throws IOException {
        return Files.writeString(dir.resolve("a.cpr"), text);
    }

    @Test
    void read_fieldsInAnotherOrder_areFoundWhereTheProjectSays() throws IOException {
        EbsdMap map = SharedFiles.read(project(PROJECT));
        double[] q = new double[4];
        EulerAngles.toQuaternion(0.1f, 0.2f, 0.3f + Math.PI / 6, q, 0);
        assertThat(LaueGroup.HEXAGONAL.disorientation(map.quaternions(), 0, q, 0))
                .isLessThan(1e-7);
        assertThat(map.phase()).containsExactly(1, 0);
        assertThat(map.quality()).containsExactly(1f, 0.2f);
        assertThat(map.grid().stepUm()).isEqualTo(0.2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xCells=2|xCells=3|28 bytes",
                "xCells=2|xCells=two|line 4 has xcells \"two\"",
                "GridDistY=0,2|GridDistY=0,3|one step",
                "Field4=4|Field4=9|no Euler angles",
                "Field4=4|Field4=6|no Euler angles",
                "Count=1|Count=200|1 to 127",
                "LaueGroup=9|LaueGroup=12|line 16 has lauegroup \"12\""
            })
    void read_oneThingWrong_isRefusedNamingIt(String from, String to, String why) throws IOException {
        assertThat(SharedFiles.reason(project(PROJECT.replace(from, to == null ? "" : to))))
                .contains("a.cpr", why);
    }

    /** Two fields of unknown length, 5 bytes together: of 1 + 4 and 4 + 1 one alone makes angles of the bytes. */
    @Test
    void read_severalUnknownFields_takesTheArrangementWhoseAnglesAreAngles() throws IOException {
        ByteBuffer b = ByteBuffer.allocate(38).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 2; i++) {
            b.put((byte) 1).put((byte) 77).putFloat(0.3f).putInt(1).put((byte) 255);
            b.putFloat(0.1f).putFloat(0.2f);
        }
        Files.write(dir.resolve("a.crc"), b.array());
        EbsdMap map = SharedFiles.read(project(PROJECT.replace("Count=4", "Count=6")
                .replace(
                        "Field1=7\nField2=5\nField3=3\nField4=4",
                        "Field1=9\nField2=5\nField3=13\nField4=7\n" + "Field5=3\nField6=4")));
        double[] q = new double[4];
        EulerAngles.toQuaternion(0.1f, 0.2f, 0.3f + Math.PI / 6, q, 0);
        assertThat(map.quality()).containsExactly(1f, 1f);
        assertThat(LaueGroup.HEXAGONAL.disorientation(map.quaternions(), 4, q, 0))
                .isLessThan(1e-7);
        assertThat(map.notes()).anyMatch(n -> n.contains("unknown length"));
    }

    @Test
    void read_dataWrongOrMissing_isRefused() throws IOException {
        Path project = project(PROJECT);
        byte[] data = Files.readAllBytes(dir.resolve("a.crc"));
        data[0] = 7;
        Files.write(dir.resolve("a.crc"), data);
        assertThat(SharedFiles.reason(project)).contains("phase 7", "row 0, col 0", "0 to 1");
        data[0] = 1;
        data[14] = 1;
        Files.write(dir.resolve("a.crc"), data);
        assertThat(SharedFiles.reason(project)).contains("NaN rad", "row 0, col 1");
        Files.delete(dir.resolve("a.crc"));
        assertThat(SharedFiles.reason(project)).contains("has no a.crc beside it");
    }
}
