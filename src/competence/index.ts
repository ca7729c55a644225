import { byState, like } from '../kernel/declare/access';
import { Organisation } from '../organisation/organisation.entity';
import { LegalReference } from '../source/source.entity';
import { Theme } from '../theme/theme.entity';
import { CompetenceArea, CompetenceFramework, Module, Topic } from './competence.entity';
import { type Feature, byName, entity, page, printed } from '../kernel/schema/feature';

const description = (of: string) => `The ${of} that have this subject.`;

page(Organisation, 'competenceFrameworks', CompetenceFramework, {
  by: 'owner',
  description: 'The competence frameworks that it owns.',
});
page(CompetenceFramework, 'areas', CompetenceArea, {
  by: 'framework',
  order: 'PRINTED',
  description: 'Its areas, in printed order.',
  size: 10,
});
page(CompetenceArea, 'modules', Module, {
  by: 'area',
  order: 'PRINTED',
  description: 'Its modules, in printed order.',
  size: 10,
});
page(Module, 'topics', Topic, {
  by: 'module',
  order: 'PRINTED',
  description: 'Its topics, in printed order.',
  size: 10,
});
page(Theme, 'competenceAreas', CompetenceArea, {
  among: 'themes',
  description: description('areas'),
});
page(Theme, 'modules', Module, { among: 'themes', description: description('modules') });
page(Theme, 'topics', Topic, { among: 'themes', description: description('topics') });
page(LegalReference, 'servedBy', CompetenceArea, {
  among: 'serves',
  description: 'The competence areas that serve this goal or task.',
});

/** Competence frameworks with their three levels. */
export const competence: Feature = {
  entities: [
    entity(CompetenceFramework, { access: byState, orders: byName('title') }),
    entity(CompetenceArea, {
      access: like('framework'),
      orders: { ...printed('Its place in the framework.'), ...byName('name') },
    }),
    entity(Module, {
      access: like('area'),
      orders: { ...printed('Its place in the area.'), ...byName('name') },
    }),
    entity(Topic, {
      access: like('module'),
      orders: { ...printed('Its place in the module.'), ...byName('name') },
    }),
  ],
};
