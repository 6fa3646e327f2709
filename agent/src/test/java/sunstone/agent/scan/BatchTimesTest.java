package sunstone.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class BatchTimesTest {
    private static final Instant T0 = Instant.EPOCH;

    private final BatchTimes times = new BatchTimes();

    @Test
    void secondsPerPoint_beforeTheFirstBatch_isNotKnown() {
        assertThat(times.secondsPerPoint()).isNaN();
    }

    @Test
    void secondsPerPoint_longThoughtsBetweenBatches_doNotCount() {
        times.finished(T0, 4, T0.plusSeconds(8));
        times.finished(T0.plusSeconds(3600), 4, T0.plusSeconds(3608));

        assertThat(times.secondsPerPoint()).isEqualTo(2);
    }

    @Test
    void secondsPerPoint_batchesSentAtOnce_areMeasuredOneAfterTheOther() {
        times.finished(T0, 4, T0.plusSeconds(8));
        times.finished(T0, 4, T0.plusSeconds(16));
        times.finished(T0, 4, T0.plusSeconds(24));

        assertThat(times.secondsPerPoint()).isEqualTo(2);
    }
}
