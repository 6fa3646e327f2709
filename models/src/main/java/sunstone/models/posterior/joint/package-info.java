/**
 * The samplers of the literature brought to maps, with a plain joint prior that does not take observations. It uses
 * the posterior's types, the prior and {@link sunstone.models.posterior.sampler.DiffusionSampler}. Start at {@link
 * sunstone.models.posterior.joint.JointSampler}.
 */
@NullMarked
package sunstone.models.posterior.joint;

import org.jspecify.annotations.NullMarked;
