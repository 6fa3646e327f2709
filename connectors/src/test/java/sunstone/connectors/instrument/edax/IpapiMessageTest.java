package sunstone.connectors.instrument.edax;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpapiMessageTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final IpapiMessage STATUS = new IpapiMessage("get_map_status_ebsd", false, "MappingComplete");
    private static final IpapiMessage EVENT = new IpapiMessage("event_camera_status", true, "SlideIn");
    private static final IpapiMessage DONE =
            new IpapiMessage("do_map_collection_start_ebsd", false, "Execution Successful");

    private static String text(IpapiMessage m) {
        return m.event() ? "EVENT_CAMERA_STATUS \"SlideIn\"" : m.command() + " RESPONSE \"" + m.text() + "\"";
    }

    @Test
    void take_messagesInAnyPieces_areTheSameMessages() {
        SplittableRandom random = new SplittableRandom(5);
        for (int trial = 0; trial < 2000; trial++) {
            List<IpapiMessage> said = new ArrayList<>();
            StringBuilder wire = new StringBuilder();
            for (int k = random.nextInt(1, 6); k > 0; k--) {
                IpapiMessage m = List.of(STATUS, EVENT, DONE).get(random.nextInt(3));
                said.add(m);
                wire.append(text(m)).append(" \r\n".substring(0, random.nextInt(4)));
            }
            StringBuilder arrived = new StringBuilder();
            List<IpapiMessage> heard = new ArrayList<>();
            for (int from = 0; from < wire.length(); ) {
                int to = Math.min(wire.length(), from + random.nextInt(1, 40));
                arrived.append(wire, from, to);
                IpapiMessage.take(arrived, heard);
                from = to;
            }
            assertThat(heard).as(wire.toString()).isEqualTo(said);
            assertThat(arrived.toString()).isBlank();
        }
    }

    /** A server of another kind on the port, or a broken one: as long as what is kept of it at most. */
    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "a ", "\"", "\" ", "a \"", "response ", "a response ", "x \"y\" , "})
    void take_longStringsOfAnything_takeNoTime(String piece) {
        StringBuilder arrived = new StringBuilder(piece.repeat(65_536 / piece.length()));
        List<IpapiMessage> heard = new ArrayList<>();

        long begun = THREADS.getCurrentThreadCpuTime();
        IpapiMessage.take(arrived, heard);

        assertThat(Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begun)).isLessThan(Duration.ofSeconds(1));
    }
}
