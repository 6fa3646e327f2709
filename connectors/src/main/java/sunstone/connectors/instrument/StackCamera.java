package sunstone.connectors.instrument;

import sunstone.connectors.format.light.LightStack;

/** Frames of polarized light that were taken before the scan and lie in files. */
public final class StackCamera implements Instrument.Camera {
    private final LightStack stack;
    private final double stepDeg;

    /** @param stepDeg turn of the stage from frame to frame where the files do not tell, degrees */
    public StackCamera(LightStack stack, double stepDeg) {
        this.stack = stack;
        this.stepDeg = stepDeg;
    }

    @Override
    public int frames() {
        return stack.frames().size();
    }

    @Override
    public double stageDeg(int frame) {
        return stack.stageDeg().isEmpty() ? frame * stepDeg : stack.stageDeg().get(frame);
    }

    @Override
    public float[] frame(int frame) {
        return stack.frames().get(frame);
    }
}
