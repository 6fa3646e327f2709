package sunstone.connectors.format.light;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sunstone.models.polarizedlight.registration.Fiducials;

class AlignmentFileTest {
    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("marks.csv"), text);
    }

    @Test
    void read_tableWithRemarks_hasItsMarks() throws IOException {
        Fiducials read = AlignmentFile.read(
                file("# indents\nlightRow, lightCol, row, col\n10,20,3.5,7\n\n100,20,33,8\r\n12,220,4,70\n"));

        assertThat(read.marks()).hasSize(3).first().isEqualTo(new Fiducials.Mark(10, 20, 3.5, 7));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "row,col\\n1,2,3,4|line 1: the columns must be",
                "lightRow,lightCol,row,col\\n1,2,3|line 2: four numbers",
                "lightRow,lightCol,row,col\\n1,2,3,x|line 2: four numbers",
                "lightRow,lightCol,row,col\\n1,2,3,NaN|line 2: four numbers",
                "lightRow,lightCol,row,col\\n1,2,3,4\\n1,9,3,8|at least 3 marks, not 2",
                "#|at least 3 marks, not 0"
            })
    void read_noSuchTable_saysWhere(String text, String reason) throws IOException {
        Path file = file(text.replace("\\n", "\n"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlignmentFile.read(file))
                .withMessageContaining(reason);
    }
}
