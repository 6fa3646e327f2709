package sunstone.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstrumentPaceTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    private record Stamp(String command, Instant at) {}

    @Test
    void pointsPerWait_batchesWithPausesBetween_isPauseOverPointTime() {
        assertThat(tempo(stamps(4, 5, 100, 2000)).pointsPerWait()).isCloseTo(20, within(1e-9));
    }

    @Test
    void pointsPerWait_recordsInAnyOrderAndTwice_isTheSame() {
        List<Stamp> stamps = new ArrayList<>(stamps(7, 4, 80, 1500));
        double inOrder = tempo(stamps).pointsPerWait();
        stamps.addAll(List.copyOf(stamps));
        Collections.shuffle(stamps, new Random(1));

        assertThat(tempo(stamps).pointsPerWait()).isEqualTo(inOrder);
    }

    @Test
    void pointsPerWait_oneLongPause_isNotWhatCounts() {
        List<Stamp> stamps = new ArrayList<>(stamps(5, 5, 100, 1000));
        stamps.replaceAll(s -> s.command().equals("c4")
                ? new Stamp("c4", s.at().plusSeconds(3600))
                : s); // lunch, or a clock set forward

        assertThat(tempo(stamps).pointsPerWait()).isCloseTo(10, within(1e-9));
    }

    @Test
    void pointsPerWait_notKnown_isNoNumber() {
        assertThat(new InstrumentPace().pointsPerWait()).isNaN();
        assertThat(tempo(stamps(1, 5, 100, 1000)).pointsPerWait()).isNaN(); // no pause yet
        assertThat(tempo(stamps(5, 5, 0, 0)).pointsPerWait()).isNaN(); // one stamp for everything
    }

    @Test
    void measured_commandThatWasNeverSent_countsNowhere() {
        InstrumentPace tempo = tempo(stamps(3, 5, 100, 1000));
        double before = tempo.pointsPerWait();
        tempo.measured("foreign", T0.plusSeconds(900));

        assertThat(tempo.pointsPerWait()).isEqualTo(before);
    }

    /** Commands c0, c1, ... of some points each. */
    private static List<Stamp> stamps(int commands, int points, long pointMs, long pauseMs) {
        List<Stamp> stamps = new ArrayList<>();
        long ms = 0;
        for (int c = 0; c < commands; c++) {
            for (int p = 0; p < points; p++) {
                stamps.add(new Stamp("c" + c, T0.plusMillis(ms)));
                ms += p + 1 < points ? pointMs : pauseMs;
            }
        }
        return stamps;
    }

    private static InstrumentPace tempo(List<Stamp> stamps) {
        InstrumentPace tempo = new InstrumentPace();
        for (Stamp s : stamps) {
            int points = (int) stamps.stream()
                    .filter(o -> o.command().equals(s.command()))
                    .map(Stamp::at)
                    .distinct()
                    .count();
            tempo.asked(s.command(), points);
        }
        stamps.forEach(s -> tempo.measured(s.command(), s.at()));
        return tempo;
    }
}
