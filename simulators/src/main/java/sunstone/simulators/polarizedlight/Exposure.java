package sunstone.simulators.polarizedlight;

/** Frames before the noise of the camera. */
interface Exposure {
    /**
     * The light of one frame.
     *
     * @param frame index
     * @param stageRad stage angle, radians
     * @return intensities, shape [rows * cols]
     */
    float[] frame(int frame, double stageRad);

    /** Frames of a scene that stays the same but for the stage angle: coefficients, channel-major, shape [5, n]. */
    static float[] turned(float[] scene, double stageRad) {
        int n = scene.length / MuellerChain.HARMONICS;
        float c2 = (float) Math.cos(2 * stageRad), s2 = (float) Math.sin(2 * stageRad);
        float c4 = (float) Math.cos(4 * stageRad), s4 = (float) Math.sin(4 * stageRad);
        float[] out = new float[n];
        for (int p = 0; p < n; p++) {
            out[p] = scene[p]
                    + c2 * scene[n + p]
                    + s2 * scene[2 * n + p]
                    + c4 * scene[3 * n + p]
                    + s4 * scene[4 * n + p];
        }
        return out;
    }
}
