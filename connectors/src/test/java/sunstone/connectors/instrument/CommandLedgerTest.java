package sunstone.connectors.instrument;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.connectors.instrument.CommandLedger.Answer;
import sunstone.connectors.message.Command;
import sunstone.connectors.message.EbsdPoints;
import sunstone.connectors.message.Pixel;
import sunstone.connectors.message.Receipt;
import sunstone.models.map.ScanGrid;

class CommandLedgerTest {
    private final CommandLedger book = new CommandLedger(new ScanGrid(10, 20, 1), 3);

    private static Command command(String id, Pixel... points) {
        return new Command("s", id, "s/1", List.of(points));
    }

    private static EbsdPoints batch(long seq, String commandId, int row, int col) {
        return new EbsdPoints(
                "s", seq, List.of(new EbsdPoints.Point(row, col, 1, 0, 0, 0, 1, commandId, Instant.EPOCH)));
    }

    @Test
    void judge_pointOutside_refusesTheWholeCommandNamingIt() {
        assertThat(book.judge(command("a", new Pixel(0, 0), new Pixel(10, 3))))
                .isEqualTo(new Answer.Refuse("points[1] must lie on the grid of 10 x 20: row 10, col 3"));
        assertThat(book.judge(command("a"))).isEqualTo(new Answer.Refuse("there are no points to measure"));
    }

    @Test
    void judge_answeredBefore_refuses() {
        assertThat(book.judge(command("a", new Pixel(0, 0)))).isEqualTo(new Answer.Measure(List.of(new Pixel(0, 0))));
        book.answer("a");
        assertThat(book.judge(command("a", new Pixel(0, 0))))
                .isEqualTo(new Answer.Refuse("command a was answered before"));
    }

    @Test
    void judge_budgetUsed_refuses() {
        for (int k = 0; k < 3; k++) {
            assertThat(book.spent()).isFalse();
            book.measured("a", 0, k);
        }
        assertThat(book.judge(command("b", new Pixel(0, 0))))
                .isEqualTo(new Answer.Refuse("the budget of 3 points is used"));
    }

    @Test
    void replay_halfDoneCommand_goesOnAtTheMissingPoint() {
        assertThat(book.replay(batch(0, "a", 1, 1))).isTrue();
        assertThat(book.replay(batch(0, "a", 1, 1))).isFalse(); // written twice
        book.replay(new Receipt("s", "a", Receipt.State.ACCEPTED, null));
        book.replay(new Receipt("s", "b", Receipt.State.DONE, null));
        assertThat(book.answered("a")).isFalse();
        assertThat(book.answered("b")).isTrue();
        assertThat(book.judge(command("a", new Pixel(1, 1), new Pixel(2, 2))))
                .isEqualTo(new Answer.Measure(List.of(new Pixel(2, 2))));
        assertThat(book.points()).isEqualTo(1);
        assertThat(book.takeSeq()).isEqualTo(1);
    }
}
