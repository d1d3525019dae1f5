// Classifies examinations with the package `isncsci`: one a line in, one answer a line out, in our shapes.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

// Resolved from the folder that `npm ci` filled, given as the only argument.
const { ISNCSCI } = createRequire(process.argv[2] + "/")("isncsci");

const side = (exam, name) => {
  const column = (scores) => {
    const { "S4-5": pooled, ...others } = scores;
    return pooled === undefined ? others : { ...others, S4_5: pooled };
  };
  return {
    motor: exam[name].motor,
    lightTouch: column(exam[name].light_touch),
    pinPrick: column(exam[name].pin_prick),
    lowestNonKeyMuscleWithMotorFunction: exam[`${name}_lowest_non_key_muscle`],
  };
};

const totals = (half) => ({
  upper_extremity_motor: half.upperExtremity,
  lower_extremity_motor: half.lowerExtremity,
  motor: half.motor,
  light_touch: half.lightTouch,
  pin_prick: half.pinPrick,
});

const answer = (exam) => {
  const { classification: c, totals: t } = new ISNCSCI({
    right: side(exam, "right"),
    left: side(exam, "left"),
    voluntaryAnalContraction: exam.voluntary_anal_contraction,
    deepAnalPressure: exam.deep_anal_pressure,
  });
  const levels = c.neurologicalLevels;
  const zpp = c.zoneOfPartialPreservations;
  const { motor, ...both } = totals(t);
  return {
    sensory_level: { right: levels.sensoryRight, left: levels.sensoryLeft },
    motor_level: { right: levels.motorRight, left: levels.motorLeft },
    neurological_level_of_injury: c.neurologicalLevelOfInjury,
    completeness: c.injuryComplete,
    ais: c.ASIAImpairmentScale,
    zpp: {
      sensory: { right: zpp.sensoryRight, left: zpp.sensoryLeft },
      motor: { right: zpp.motorRight, left: zpp.motorLeft },
    },
    totals: { right: totals(t.right), left: totals(t.left), ...both },
  };
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + "\n");
}
