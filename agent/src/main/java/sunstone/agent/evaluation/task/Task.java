package sunstone.agent.evaluation.task;

import java.util.Arrays;

/** Tasks by name. */
public enum Task {
    /** Grain boundaries. */
    BOUNDARIES("boundaries", new BoundaryTask()),
    /** EBSD on every second and fourth row and column. */
    SUPER_RESOLUTION("super-resolution", new SuperResolutionTask()),
    /** Light without noise and scratches. */
    DENOISING("denoising", new DenoisingTask()),
    /** EBSD or light alone. */
    MODALITY("modality", new ModalityTask()),
    /** More members. */
    SCALING("scaling", new ScalingTask()),
    /** Error bars, and claims of the mean error. */
    CALIBRATION("calibration", new CalibrationTask());

    /** All names, for help texts. */
    public static final String NAMES = "boundaries, super-resolution, denoising, modality, scaling, calibration";

    private final String word;
    private final Measured measured;

    Task(String word, Measured measured) {
        this.word = word;
        this.measured = measured;
    }

    /** Measurement of a task on one scene. */
    interface Measured {
        /** Measures, and adds what was found. */
        void measure(TaskScene scene, TaskFindings found);
    }

    /** Name on the command line and in the report. */
    public String word() {
        return word;
    }

    /**
     * The task of a name.
     *
     * @throws IllegalArgumentException naming those that are known
     */
    public static Task of(String word) {
        return Arrays.stream(values())
                .filter(t -> t.word.equals(word))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("--task must be one of " + NAMES + ": \"" + word + "\""));
    }

    void measure(TaskScene scene, TaskFindings found) {
        measured.measure(scene, found);
    }
}
