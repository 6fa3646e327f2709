package sunstone.agent.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;
import sunstone.agent.evaluation.Evaluation;

/** An evaluation's progress bar on the terminal, if there is one. */
final class EvaluationBar implements Evaluation.Progress, AutoCloseable {
    private @Nullable ProgressBar bar;

    @Override
    public void run(String stem, long total) {
        if (System.console() != null) {
            ProgressBar b = bar;
            if (b == null) {
                b = new ProgressBarBuilder()
                        .setInitialMax(total)
                        .setConsumer(new ConsoleProgressBarConsumer(System.err))
                        .build();
                bar = b;
            }
            b.setExtraMessage(stem);
        }
    }

    @Override
    public void points(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
