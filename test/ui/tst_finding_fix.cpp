// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/finding_fix.h"

#include "test/support/test_main.h"

using namespace cocoon;
using namespace Qt::StringLiterals;
using plan::Severity;

namespace {
    std::optional<ui::FindingFix> fix(const QString& id, Severity severity, const QString& object = {})
    {
        plan::Finding finding;
        finding.id = id;
        finding.severity = severity;
        finding.object = object;
        return ui::fixOf(finding);
    }
}

class TstFindingFix : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anSshKeyIsLeftOutWhereTheIntentNamesIt()
    {
        const std::optional<ui::FindingFix> named = fix(u"ssh-into-vms"_s, Severity::Info);
        QVERIFY(named && named->value == QString());
        QVERIFY(!fix(u"ssh-into-vms"_s, Severity::Info, u"configmaps/peer-pods-cm"_s)); // the Intent names none
    }

    void anImageIsChosenOnItsPage()
    {
        const std::optional<ui::FindingFix> choice = fix(u"image-choice"_s, Severity::Info);
        QVERIFY(choice && !choice->value);
        QCOMPARE(choice->page + u' ' + choice->field, u"image image.id"_s);
        QVERIFY(!fix(u"image-choice"_s, Severity::Ok)); // nothing to put right
    }
};

COCOON_TEST(TstFindingFix)
#include "tst_finding_fix.moc"
