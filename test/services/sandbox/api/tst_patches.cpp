// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/api/field_set.h"
#include "services/sandbox/api/json_patch.h"
#include "services/sandbox/api/request.h"
#include "services/sandbox/api/selectors.h"
#include "services/sandbox/api/strategic_merge.h"
#include "test/support/test_main.h"

#include "services/base/json.h"

using namespace cocoon;
using namespace cocoon::sandbox;
using namespace Qt::StringLiterals;

namespace {
QJsonValue json(const QString& text)
{
    const auto value = parseJson(text.toUtf8());
    return value ? *value : QJsonValue(QJsonValue::Undefined);
}
}

class TstPatches : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void jsonPatch_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("expected"); // "" = refused
        QTest::newRow("add a key") << u"{}"_s << u"[{'op':'add','path':'/a','value':1}]"_s << u"{'a':1}"_s;
        QTest::newRow("add into a list") << u"{'a':[1,3]}"_s << u"[{'op':'add','path':'/a/1','value':2}]"_s << u"{'a':[1,2,3]}"_s;
        QTest::newRow("append") << u"{'a':[1]}"_s << u"[{'op':'add','path':'/a/-','value':2}]"_s << u"{'a':[1,2]}"_s;
        QTest::newRow("add below nothing") << u"{}"_s << u"[{'op':'add','path':'/a/b','value':1}]"_s << QString();
        QTest::newRow("escaped key") << u"{'m':{'a/b':1,'c~d':2}}"_s
                                     << u"[{'op':'remove','path':'/m/a~1b'},{'op':'replace','path':'/m/c~0d','value':3}]"_s
                                     << u"{'m':{'c~d':3}}"_s;
        QTest::newRow("remove nothing") << u"{}"_s << u"[{'op':'remove','path':'/a'}]"_s << QString();
        QTest::newRow("replace nothing") << u"{}"_s << u"[{'op':'replace','path':'/a','value':1}]"_s << QString();
        QTest::newRow("move") << u"{'a':1}"_s << u"[{'op':'move','from':'/a','path':'/b'}]"_s << u"{'b':1}"_s;
        QTest::newRow("move into itself") << u"{'a':{'b':1}}"_s << u"[{'op':'move','from':'/a','path':'/a/b'}]"_s << QString();
        QTest::newRow("copy") << u"{'a':[1]}"_s << u"[{'op':'copy','from':'/a/0','path':'/b'}]"_s << u"{'a':[1],'b':1}"_s;
        QTest::newRow("test holds") << u"{'a':1}"_s << u"[{'op':'test','path':'/a','value':1},{'op':'remove','path':'/a'}]"_s << u"{}"_s;
        QTest::newRow("test fails") << u"{'a':1}"_s << u"[{'op':'test','path':'/a','value':2},{'op':'remove','path':'/a'}]"_s << QString();
        QTest::newRow("index out of range") << u"{'a':[1]}"_s << u"[{'op':'add','path':'/a/2','value':1}]"_s << QString();
        QTest::newRow("unknown operation") << u"{}"_s << u"[{'op':'boil','path':'/a'}]"_s << QString();
    }
    void jsonPatch()
    {
        QFETCH(QString, document);
        QFETCH(QString, patch);
        QFETCH(QString, expected);
        const auto result = applyJsonPatch(json(document.replace(u'\'', u'"')), json(patch.replace(u'\'', u'"')).toArray());
        QCOMPARE(result.has_value(), !expected.isEmpty());
        if (result) {
            QCOMPARE(*result, json(expected.replace(u'\'', u'"')));
        }
    }

    void mergePatch()
    {
        QCOMPARE(applyMergePatch(json(u"{\"a\":{\"b\":1,\"c\":2},\"l\":[1,2]}"_s), json(u"{\"a\":{\"b\":null,\"d\":{\"e\":null,\"f\":1}},\"l\":[3]}"_s)),
            json(u"{\"a\":{\"c\":2,\"d\":{\"f\":1}},\"l\":[3]}"_s));
    }

    void strategic_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<QString>("patch");
        QTest::addColumn<QString>("expected");
        QTest::newRow("container by name")
            << u"{'spec':{'containers':[{'name':'a','image':'1'},{'name':'b','image':'1'}]}}"_s
            << u"{'spec':{'$setElementOrder/containers':[{'name':'a'},{'name':'b'}],'containers':[{'name':'b','image':'2'}]}}"_s
            << u"{'spec':{'containers':[{'name':'a','image':'1'},{'name':'b','image':'2'}]}}"_s;
        QTest::newRow("env added and removed")
            << u"{'containers':[{'name':'a','env':[{'name':'X','value':'1'},{'name':'Y','value':'1'}]}]}"_s
            << u"{'containers':[{'name':'a','env':[{'name':'X','$patch':'delete'},{'name':'Z','value':'3'}]}]}"_s
            << u"{'containers':[{'name':'a','env':[{'name':'Y','value':'1'},{'name':'Z','value':'3'}]}]}"_s;
        QTest::newRow("args are replaced") << u"{'containers':[{'name':'a','args':['1','2']}]}"_s
                                           << u"{'containers':[{'name':'a','args':['3']}]}"_s
                                           << u"{'containers':[{'name':'a','args':['3']}]}"_s;
        QTest::newRow("tolerations are atomic") << u"{'tolerations':[{'key':'a'}]}"_s << u"{'tolerations':[{'key':'b'}]}"_s
                                                << u"{'tolerations':[{'key':'b'}]}"_s;
        QTest::newRow("conditions by type") << u"{'status':{'conditions':[{'type':'Ready','status':'False'},{'type':'X','status':'True'}]}}"_s
                                            << u"{'status':{'conditions':[{'type':'Ready','status':'True'}]}}"_s
                                            << u"{'status':{'conditions':[{'type':'Ready','status':'True'},{'type':'X','status':'True'}]}}"_s;
        QTest::newRow("finalizers are a set")
            << u"{'metadata':{'finalizers':['a','b']}}"_s
            << u"{'metadata':{'$deleteFromPrimitiveList/finalizers':['a'],'finalizers':['c','b']}}"_s
            << u"{'metadata':{'finalizers':['b','c']}}"_s;
        QTest::newRow("replace a map") << u"{'a':{'b':1}}"_s << u"{'a':{'$patch':'replace','c':1}}"_s << u"{'a':{'c':1}}"_s;
        QTest::newRow("retain keys") << u"{'strategy':{'type':'RollingUpdate','rollingUpdate':{'x':1}}}"_s
                                     << u"{'strategy':{'$retainKeys':['type'],'type':'Recreate'}}"_s
                                     << u"{'strategy':{'type':'Recreate'}}"_s;
        QTest::newRow("replace a list") << u"{'volumes':[{'name':'a'}]}"_s << u"{'volumes':[{'name':'b'},{'$patch':'replace'}]}"_s
                                        << u"{'volumes':[{'name':'b'}]}"_s;
        QTest::newRow("null removes") << u"{'a':{'b':1,'c':1}}"_s << u"{'a':{'b':null}}"_s << u"{'a':{'c':1}}"_s;
        QTest::newRow("container ports by number")
            << u"{'containers':[{'name':'a','ports':[{'containerPort':80,'name':'x'}]}]}"_s
            << u"{'containers':[{'name':'a','ports':[{'containerPort':81}]}]}"_s
            << u"{'containers':[{'name':'a','ports':[{'containerPort':80,'name':'x'},{'containerPort':81}]}]}"_s;
    }
    void strategic()
    {
        QFETCH(QString, document);
        QFETCH(QString, patch);
        QFETCH(QString, expected);
        const auto result = applyStrategicPatch(json(document.replace(u'\'', u'"')).toObject(),
            json(patch.replace(u'\'', u'"')).toObject(), FieldType::builtIn());
        QVERIFY(result.has_value());
        QCOMPARE(*result, json(expected.replace(u'\'', u'"')).toObject());
    }

    void labelSelectors_data()
    {
        QTest::addColumn<QString>("selector");
        QTest::addColumn<bool>("matches");
        QTest::newRow("empty") << QString() << true;
        QTest::newRow("equal") << u"app=web"_s << true;
        QTest::newRow("double equal") << u"app==web"_s << true;
        QTest::newRow("other value") << u"app=db"_s << false;
        QTest::newRow("not equal") << u"app!=db"_s << true;
        QTest::newRow("not equal without the label") << u"none!=db"_s << true;
        QTest::newRow("in") << u"app in (db, web),tier=1"_s << true;
        QTest::newRow("notin") << u"app notin (db,web)"_s << false;
        QTest::newRow("exists") << u"app"_s << true;
        QTest::newRow("empty value") << u"node-role.kubernetes.io/worker="_s << true;
        QTest::newRow("absent") << u"!app"_s << false;
        QTest::newRow("all must hold") << u"app=web,tier=2"_s << false;
    }
    void labelSelectors()
    {
        QFETCH(QString, selector);
        QFETCH(bool, matches);
        const auto parsed = LabelSelector::parse(selector);
        QVERIFY(parsed.has_value());
        QCOMPARE(parsed->matches({ { "app"_L1, "web"_L1 }, { "tier"_L1, "1"_L1 }, { "node-role.kubernetes.io/worker"_L1, ""_L1 } }), matches);
    }
    void badLabelSelectorIsRefused()
    {
        QVERIFY(!LabelSelector::parse(u"a b c"_s).has_value());
        QVERIFY(!LabelSelector::parse(u"=x"_s).has_value());
        QVERIFY(!LabelSelector::parse(u",,"_s).has_value());
    }

    void cutTextIsAnErrorOrAValue()
    {
        ApiServer::Kind pods;
        pods.plural = u"pods"_s;
        const QString labels = u"a in (b, c),d notin (e),!f,g!=h,example.com/i=j"_s;
        const QString fields = u"metadata.name=a,spec.nodeName!=b,status.phase==Running"_s;
        const QString token = encodeToken({ 42, u"default/x"_s, 7 });
        for (qsizetype i = 0; i < qMax(labels.size(), qMax(fields.size(), token.size())); ++i) {
            static_cast<void>(LabelSelector::parse(labels.left(i)));
            static_cast<void>(FieldSelector::parse(fields.left(i), pods));
            static_cast<void>(parseApiPath(u"/apis/apps/v1/namespaces/a/deployments/b/status"_s.left(i)));
            const auto cut = decodeToken(token.left(i));
            QVERIFY(i >= token.size() || !cut.has_value());
        }
        QVERIFY(LabelSelector::parse(labels).has_value());
        QVERIFY(FieldSelector::parse(fields, pods).has_value());
        QCOMPARE(decodeToken(token)->start, u"default/x"_s);
        QVERIFY(!FieldSelector::parse(u"spec.colour=red"_s, pods).has_value());
    }

    void fieldSetsSurviveTheirJson()
    {
        const QJsonObject fields = json(
            u"{\"f:spec\":{\"f:containers\":{\"k:{\\\"name\\\":\\\"a\\\"}\":{\".\":{},\"f:image\":{}}}},\"f:metadata\":{\"f:finalizers\":{\"v:\\\"x\\\"\":{}}}}"_s)
                                       .toObject();
        const FieldSet set = FieldSet::fromJson(fields);
        QCOMPARE(set.toJson(), fields);
        QCOMPARE(set.paths(),
            QStringList({ u".metadata.finalizers[=\"x\"]"_s, u".spec.containers[name=\"a\"]"_s,
                u".spec.containers[name=\"a\"].image"_s }));
    }
};

COCOON_TEST(TstPatches)
#include "tst_patches.moc"
