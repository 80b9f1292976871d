import {ALB_METRICS, ALB_NAMESPACE, dimensionsOf} from '../../domain/metrics/alb-metrics.ts';
import {dashboardMetrics} from '../../domain/metrics/dashboard-metrics.ts';
import {
  mayBeAboutLoadBalancers,
  searchNames,
  shownMetricTexts,
  showsMetric,
} from '../../domain/metrics/dashboard-rows.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam, textsParam} from '../../model/params.ts';
import {targetGroupIfNamed} from '../../readers/target-groups.ts';

export const dashboardShows = defineCheck({
  id: 'cloudwatch/dashboard-shows',
  title: 'The dashboard shows these metrics of this load balancer',
  why: 'A dashboard that still draws the old load balancer shows falling, calm lines while users of the new one meet errors.',
  fix: 'Replace the LoadBalancer and TargetGroup dimensions in the widgets by arn_suffix of the new ones (dashboard_body of aws_cloudwatch_dashboard).',
  byHand: 'aws cloudwatch get-dashboard --dashboard-name <dashboard> --query DashboardBody --output text',
  links: [
    'https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html',
  ],
  facts: ['dashboard', 'loadBalancer', 'targetGroups'],
  params: () => ({
    dashboard: textParam("The dashboard's name"),
    alb: resourceParam('loadBalancer', 'The load balancer whose metrics it has to show'),
    targetGroup: textParam('The target group whose metrics it has to show: a name or an ARN').optional(),
    metrics: textsParam(`Metrics of ${ALB_NAMESPACE}, such as HTTPCode_ELB_5XX_Count`),
  }),
  async run({dashboard: name, alb, targetGroup, metrics: wanted}, {aws}) {
    const [loadBalancer, dashboard] = await Promise.all([aws.loadBalancer(alb), aws.dashboard(alb, name)]);
    const group = await targetGroupIfNamed(alb, targetGroup, aws);
    const place = `dashboard ${name}`;
    const source = `cloudwatch:GetDashboard ${name}`;
    const of = group === null ? loadBalancer.name : `${group.name} on ${loadBalancer.name}`;
    const expected = `${wanted.join(', ')} of ${of}`;
    if (dashboard === null) {
      const fix = `Create dashboard ${name} with ${expected}, or correct its name in the item.`;
      return fail({place, faults: [{what: 'there is none of this name', fix}], expected, evidence: []});
    }
    const shown = dashboardMetrics(dashboard.body);
    if (shown === null) {
      throw new CannotTell(`${place}: its body is not the JSON of widgets`, 'look at it in the console');
    }

    const missing = wanted.filter((metric) => {
      const known = ALB_METRICS.find((one) => one.name === metric) ?? ({name: metric, of: 'both'} as const);
      // One item may ask for metrics that only the load balancer has, beside those of the group.
      const dimensions = dimensionsOf(known, loadBalancer, known.of === 'load balancer' ? null : group);
      const isDrawn = shown.metrics.some((one) => one.name === metric && showsMetric(one, dimensions, loadBalancer));
      return !isDrawn && !shown.opaque.some((text) => searchNames(text, [metric, ...Object.values(dimensions)]));
    });
    const others = shown.metrics.filter((one) => one.namespace === ALB_NAMESPACE && missing.includes(one.name));
    const grounds = {
      place,
      expected,
      evidence: [
        {what: `metrics of ${ALB_NAMESPACE}`, value: shownMetricTexts(shown.metrics, ALB_NAMESPACE), source},
        ...(shown.opaque.length > 0 ? [{what: 'not read', value: [...shown.opaque], source}] : []),
      ],
    };
    if (missing.length === 0) return pass({...grounds, actual: `it shows ${expected}`});
    const deciding = shown.opaque.filter(mayBeAboutLoadBalancers);
    if (deciding.length > 0) {
      throw new CannotTell(
        `${place}: ${missing.join(', ')} of ${of} appear in none of its rows, and what these draw cannot be read: ${deciding.slice(0, 3).join('; ')}`,
        'give each metric a row of its own, or look at the dashboard',
      );
    }
    const computed = shown.computed.filter(
      ({metric}) => metric.namespace === ALB_NAMESPACE && missing.includes(metric.name),
    );
    if (computed.length > 0) {
      const drawn = computed.map(({metric, expression}) => `${metric.name} in ${expression}`);
      throw new CannotTell(
        `${place}: whether its values can be seen is not known, as a widget only draws what is made of it: ${drawn.slice(0, 3).join('; ')}`,
        `show ${missing.join(', ')} itself in the widget, or look at the dashboard`,
      );
    }
    const instead = shownMetricTexts(others, ALB_NAMESPACE);
    const drawn = instead.length > 0 ? `; it shows ${instead.join(', ')}` : '';
    const fix =
      instead.length > 0
        ? `Replace the dimensions of ${missing.join(', ')} in its widgets by those of ${of} (arn_suffix in Terraform).`
        : `Add ${missing.join(', ')} of ${of} to its widgets (dashboard_body of \`aws_cloudwatch_dashboard\`).`;
    return fail({...grounds, faults: [{what: `${missing.join(', ')} of ${of} missing${drawn}`, fix}]});
  },
});
